package io.phiwatch.launcher.command.sources;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.intake.Inlet;
import io.phiwatch.launcher.command.EnvironmentException;
import io.phiwatch.launcher.command.ExitCode;
import io.phiwatch.launcher.command.SetupOptions;
import io.phiwatch.launcher.config.PhiwatchConfig;
import io.phiwatch.launcher.replay.IngestClient;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the sources, with what a running ingest counted of them. */
@Command(name = "list", description = "The sources, the ways they come in by, and what the running ingest counted.")
public final class SourcesListCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> OUTCOMES = List.of("accepted", "rejected", "duplicate", "failed", "refused");

    @Mixin
    private SetupOptions setup = new SetupOptions();

    @Option(names = "--json", description = "JSON lines.")
    private boolean asJson;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PhiwatchConfig config = setup.config();
        SourceCounts counts = counts(config);
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        for (Source source : config.sources()) {
            Inlet inlet = config.inlets().getOrDefault(source.id(), Inlet.SIGNED_HTTP);
            ObjectNode line = JSON.createObjectNode()
                    .put("id", source.id())
                    .put("platform", source.platform())
                    .put("tenant", source.tenant())
                    .put("surface", source.surface().name())
                    .put("in", String.join("+", ways(source, inlet)))
                    .put("secrets", source.secrets().size())
                    .put("max_delay", source.maxDelay().toString());
            OUTCOMES.forEach(outcome -> line.put(outcome, counts.of(source.id(), outcome)));
            out.println(asJson ? line.toString() : text(line));
        }
        out.flush();
        return ExitCode.DONE;
    }

    private SourceCounts counts(PhiwatchConfig config) {
        if (setup.data().port("ingest").isEmpty()) {
            return SourceCounts.none();
        }
        try {
            return SourceCounts.of(IngestClient.of(config, setup.data()).metrics());
        } catch (EnvironmentException notRunning) {
            return SourceCounts.none();
        }
    }

    private static List<String> ways(Source source, Inlet inlet) {
        List<String> ways = new ArrayList<>();
        if (!source.secrets().isEmpty() || !inlet.peers().certificates().isEmpty()) {
            ways.add("http");
        }
        if (inlet.syslog().isPresent()) {
            ways.add("syslog");
        }
        if (!inlet.files().isEmpty()) {
            ways.add("files");
        }
        return ways;
    }

    private static String text(ObjectNode line) {
        return String.format(
                Locale.ROOT,
                "%-20s %-12s %-12s %-11s %-12s %d secrets, max_delay %s: %d accepted, %d rejected, %d duplicates,"
                        + " %d failed, %d refused",
                line.path("id").asText(),
                line.path("platform").asText(),
                line.path("tenant").asText(),
                line.path("surface").asText(),
                line.path("in").asText(),
                line.path("secrets").asInt(),
                line.path("max_delay").asText(),
                line.path("accepted").asLong(),
                line.path("rejected").asLong(),
                line.path("duplicate").asLong(),
                line.path("failed").asLong(),
                line.path("refused").asLong());
    }
}
