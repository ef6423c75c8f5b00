package io.phiwatch.launcher.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.launcher.SystemClock;
import io.phiwatch.launcher.replay.RecordingSender.Totals;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends a signed fact from a job: a restore test, a backup, a training. */
@Command(name = "emit", description = "Sends a signed fact from a job: restore-test, backup, heartbeat, training ...")
public final class EmitCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private SourceTarget target = new SourceTarget();

    @Parameters(paramLabel = "KIND", description = "What happened; its first word is the action: restore-test.")
    private String kind = "";

    @Option(names = "--outcome", description = "success (default), failure or denied.")
    private String outcome = "success";

    @Option(names = "--object", paramLabel = "NAME", description = "What it happened to, such as orders-db.")
    private @Nullable String object;

    @Option(names = "--type", paramLabel = "TYPE", description = "Kind of that object, such as database.")
    private @Nullable String type;

    @Option(names = "--actor", paramLabel = "LOGIN", description = "Who did it, where a person did.")
    private @Nullable String actor;

    @Option(names = "--time", paramLabel = "TIME", description = "When, ISO 8601 (default: now).")
    private @Nullable String time;

    @Option(names = "--id", description = "Identity of the fact: one that is sent again counts once.")
    private @Nullable String id;

    @Option(names = "--records", paramLabel = "N", description = "How many records it was about.")
    private @Nullable Long records;

    @Option(names = "--attribute", paramLabel = "NAME=VALUE", description = "A plain word that rules may name.")
    private Map<String, String> attributes = new LinkedHashMap<>();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ObjectNode fact = JSON.createObjectNode()
                .put("kind", kind)
                .put("outcome", outcome)
                .put("time", time == null ? SystemClock.get().instant().toString() : time);
        Map<String, @Nullable String> optional = new LinkedHashMap<>();
        optional.put("id", id);
        optional.put("object", object);
        optional.put("type", type);
        optional.put("actor", actor);
        optional.forEach((name, value) -> {
            if (value != null) {
                fact.put(name, value);
            }
        });
        if (records != null) {
            fact.put("records", records);
        }
        ObjectNode named = fact.putObject("attributes");
        attributes.forEach(named::put);
        Totals totals =
                target.client("fact").send(JSON.writeValueAsBytes(fact), Map.of("Content-Type", "application/json"));
        totals.print(Objects.requireNonNull(spec).commandLine().getOut());
        return SourceTarget.exitCode(totals);
    }
}
