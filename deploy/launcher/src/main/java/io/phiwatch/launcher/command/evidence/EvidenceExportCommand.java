package io.phiwatch.launcher.command.evidence;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.evidence.Sha256;
import io.phiwatch.launcher.command.ApiClient;
import io.phiwatch.launcher.command.AskerOptions;
import io.phiwatch.launcher.command.ExitCode;
import io.phiwatch.launcher.command.IncidentOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the evidence of an incident to a file; the export itself becomes part of the evidence. */
@Command(name = "export", description = "Writes the evidence of an incident, with its proofs, to a ZIP file.")
final class EvidenceExportCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private IncidentOptions incident = new IncidentOptions();

    @Option(names = "-o", required = true, paramLabel = "FILE", description = "File to write; must not be there.")
    private Path file = Path.of("");

    @Option(names = "--originals", description = "With the sealed originals: compliance only.")
    private boolean originals;

    @Option(names = "--json", description = "One JSON document instead of a line.")
    private boolean asJson;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (Files.exists(file)) {
            throw new IllegalArgumentException(file + " is there already: evidence is never written over");
        }
        ApiClient.Download download = incident.client()
                .download(
                        incident.path("/evidence/exports"),
                        JSON.createObjectNode().put("originals", originals));
        var terminal = Objects.requireNonNull(spec).commandLine();
        if (!download.isOk()) {
            terminal.getErr().println("phiwatch: " + download.error());
            return ExitCode.FOUND;
        }
        AskerOptions.write(file, download.bytes());
        ObjectNode told = JSON.createObjectNode()
                .put("file", file.toString())
                .put("bytes", download.bytes().length)
                .put("sha256", Sha256.hex(download.bytes()));
        terminal.getOut()
                .println(
                        asJson
                                ? told.toString()
                                : file + ": " + download.bytes().length + " bytes, SHA-256 "
                                        + told.path("sha256").asText());
        return ExitCode.DONE;
    }
}
