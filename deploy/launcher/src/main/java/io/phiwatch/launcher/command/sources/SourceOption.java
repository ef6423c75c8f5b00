package io.phiwatch.launcher.command.sources;

import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.launcher.config.PhiwatchConfig;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The source that a command is about. */
final class SourceOption {
    @Parameters(paramLabel = "ID", description = "Configured source.")
    private String id = "";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    /**
     * The source in a configuration.
     *
     * @throws ParameterException where it is not there
     */
    Source in(PhiwatchConfig config) {
        return config.sources().stream()
                .filter(source -> source.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "no source " + id + " in the configuration (--config)"));
    }
}
