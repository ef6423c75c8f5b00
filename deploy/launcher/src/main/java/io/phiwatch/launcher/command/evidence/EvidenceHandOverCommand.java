package io.phiwatch.launcher.command.evidence;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.evidence.Sha256;
import io.phiwatch.launcher.command.ApiClient;
import io.phiwatch.launcher.command.ExitCode;
import io.phiwatch.launcher.command.IncidentOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Records who was given which export. */
@Command(name = "handover", description = "Records that an export was given to somebody.")
final class EvidenceHandOverCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private IncidentOptions incident = new IncidentOptions();

    @Option(names = "--archive", required = true, paramLabel = "FILE", description = "The export.")
    private Path archive = Path.of("");

    @Option(names = "--to", required = true, paramLabel = "WHO", description = "A name without blanks.")
    private String recipient = "";

    @Option(names = "--json", description = "The incident as JSON instead of a line.")
    private boolean asJson;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        String digest = Sha256.hex(EvidenceVerifyCommand.read(archive));
        ObjectNode body = JSON.createObjectNode().put("type", "hand_over_evidence");
        body.putObject("details").put("recipient", recipient).put("archive_sha256", digest);
        ApiClient.Answer answer = incident.client()
                .post(
                        incident.path("/commands"),
                        body,
                        Map.of("Idempotency-Key", UUID.randomUUID().toString()));
        var terminal = Objects.requireNonNull(spec).commandLine();
        if (!answer.isOk()) {
            terminal.getErr().println("phiwatch: " + answer.error());
            return ExitCode.FOUND;
        }
        terminal.getOut()
                .println(
                        asJson
                                ? answer.body().toString()
                                : incident.id() + ": " + digest + " handed over to " + recipient);
        return ExitCode.DONE;
    }
}
