package io.phiwatch.launcher.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.launcher.SystemClock;
import io.phiwatch.launcher.fact.Fingerprint;
import io.phiwatch.launcher.replay.RecordingSender.Totals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends what is installed in a folder; what differs from the last time becomes events. */
@Command(
        name = "snapshot",
        description = "Sends fingerprints of what is installed in a folder, signed; differences become events.")
public final class SnapshotCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private SourceTarget target = new SourceTarget();

    @Parameters(paramLabel = "DIR", description = "Folder of the application.")
    private Path folder = Path.of(".");

    @Option(names = "--json", description = "Prints what is sent instead of sending it.")
    private boolean asJson;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CommandSpec known = Objects.requireNonNull(spec);
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(known.commandLine(), folder + " is no folder");
        }
        ObjectNode fact = JSON.createObjectNode()
                .put("kind", "snapshot")
                .put("time", SystemClock.get().instant().toString());
        fact.set("items", Fingerprint.of(folder));
        if (asJson) {
            known.commandLine().getOut().println(fact);
            known.commandLine().getOut().flush();
            return ExitCode.DONE;
        }
        Totals totals =
                target.client("fact").send(JSON.writeValueAsBytes(fact), Map.of("Content-Type", "application/json"));
        totals.print(known.commandLine().getOut());
        return SourceTarget.exitCode(totals);
    }
}
