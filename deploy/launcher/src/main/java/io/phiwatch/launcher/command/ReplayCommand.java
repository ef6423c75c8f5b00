package io.phiwatch.launcher.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.launcher.config.PhiwatchConfig;
import io.phiwatch.launcher.replay.IngestClient;
import io.phiwatch.launcher.replay.Recording;
import io.phiwatch.launcher.replay.RecordingSender;
import io.phiwatch.launcher.replay.RecordingSender.Totals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

/** Sends recorded inputs through a running ingest. */
@Command(
        name = "replay",
        description =
                "Sends recorded inputs through a running ingest, their times shifted so that the last event is now.")
public final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private SetupOptions setup = new SetupOptions();

    @Option(
            names = "--source",
            required = true,
            paramLabel = "ID",
            description = "Configured source that recorded them.")
    private String source = "";

    @Option(names = "--keep-times", description = "Leaves the recorded times as they are.")
    private boolean keepTimes;

    @Option(names = "--json", description = "Prints the totals as JSON.")
    private boolean asJson;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Log lines (nginx, apache), JSON documents (files named .json or .har) or lines, or lines of"
                    + " {\"headers\":{},\"body\":\"\"} (shopify, zoom; signed anew).")
    private List<Path> files = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PhiwatchConfig config = setup.config();
        Source target = config.sources().stream()
                .filter(candidate -> candidate.id().equals(source))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec().commandLine(), "no source " + source + " in the configuration (--config)"));
        RecordingSender sender = new RecordingSender(IngestClient.of(config, setup.data()), target);
        Totals totals = Totals.NONE;
        for (Path file : files) {
            if (!Files.isReadable(file)) {
                throw new ParameterException(spec().commandLine(), file + " cannot be read");
            }
            Recording recording = new Recording(file, target);
            try (Progress progress = new Progress("replay " + file, Files.size(file))) {
                totals = totals.plus(sender.send(recording, keepTimes, progress::add));
            }
        }
        print(totals);
        return totals.refused() == 0 ? ExitCode.DONE : ExitCode.FOUND;
    }

    private void print(Totals totals) {
        if (asJson) {
            ObjectNode json = new ObjectMapper()
                    .createObjectNode()
                    .put("accepted", totals.accepted())
                    .put("rejected", totals.rejected())
                    .put("duplicates", totals.duplicates())
                    .put("refused", totals.refused());
            spec().commandLine().getOut().println(json);
        } else {
            totals.print(spec().commandLine().getOut());
        }
        spec().commandLine().getOut().flush();
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
