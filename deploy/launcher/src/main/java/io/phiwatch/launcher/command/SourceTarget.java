package io.phiwatch.launcher.command;

import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.launcher.config.PhiwatchConfig;
import io.phiwatch.launcher.replay.IngestClient;
import io.phiwatch.launcher.replay.RecordingSender.Totals;
import io.phiwatch.launcher.replay.SourceClient;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The source in whose name a command sends: the one that is named, or the only one of its platform. */
public final class SourceTarget {
    @Mixin
    private SetupOptions setup = new SetupOptions();

    @Option(
            names = "--source",
            paramLabel = "ID",
            description = "Configured source that signs (default: the only one of its platform).")
    private @Nullable String id;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of the ingest (default: the one that runs on the data folder).")
    private @Nullable String url;

    /**
     * A client that signs for the source.
     *
     * @throws IllegalArgumentException if no source, or more than one, could be meant
     */
    SourceClient client(String platform) {
        PhiwatchConfig config = setup.config();
        List<Source> sources = config.sources().stream()
                .filter(source -> source.platform().equals(platform))
                .filter(source -> id == null || source.id().equals(id))
                .toList();
        if (sources.size() != 1) {
            throw new IllegalArgumentException(
                    sources.isEmpty()
                            ? "no source of platform " + platform + " in the configuration (--config)"
                            : "several sources of platform " + platform + ": name one with --source");
        }
        IngestClient ingest = url == null ? IngestClient.of(config, setup.data()) : IngestClient.at(URI.create(url));
        return new SourceClient(ingest, sources.getFirst());
    }

    /** What a script is told: done only if everything was taken. */
    static int exitCode(Totals totals) {
        return totals.refused() == 0 && totals.rejected() == 0 ? ExitCode.DONE : ExitCode.FOUND;
    }
}
