package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.launcher.command.rules.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody may not do is refused over the command line with a clear answer, and stands in the evidence. */
final class RefusedCommandsIT {
    private static final String AUDITORS_TOKEN = "an-auditor-may-only-look";
    private static final String STRANGERS_TOKEN = "somebody-of-another-tenant";

    @TempDir
    private Path folder;

    private final List<Object> setup = new ArrayList<>();

    @Test
    void whatIsNotAllowedIsRefusedAndRecorded() throws Exception {
        Path data = folder.resolve("data");
        Path config = config();
        setup.addAll(List.of("--config", config, "--data", data));
        Path auditor = Files.writeString(folder.resolve("auditor"), AUDITORS_TOKEN);
        Path stranger = Files.writeString(folder.resolve("stranger"), STRANGERS_TOKEN);
        try (RunningPhiwatch phiwatch = RunningPhiwatch.start(data, config)) {
            String incident = Attacks.bulkRead(phiwatch, "dr.lee");

            // When
            Cli.Ran wrongRole = run("ack", incident, "--token-file", auditor);
            Cli.Ran wrongTenant = run("ack", incident, "--token-file", stranger);
            Cli.Ran stale = run("resolve", incident, "--if-version", 1_000);
            Cli.Ran wrongState = run("close", incident);
            Cli.Ran nowhere = run("ack", "no-such-incident");
            Cli.Ran hidden = run("list", "--json", "--token-file", stranger);

            // Then
            assertRefused(wrongRole, "forbidden: Your role may not do that");
            assertRefused(wrongTenant, "wrong_tenant: You do not act for the tenant");
            assertRefused(stale, "version_conflict: The incident has changed since");
            assertRefused(wrongState, "invalid_transition: The incident is open");
            assertRefused(nowhere, "not_found: There is no such incident");
            assertThat(hidden.exitCode()).as(hidden.err()).isZero();
            assertThat(hidden.out()).isEmpty();
            phiwatch.await(
                    Duration.ofSeconds(20),
                    "the refusals in the evidence",
                    () -> refusals(phiwatch, incident).size() >= 4);
            assertThat(refusals(phiwatch, incident))
                    .containsExactly(
                            "ava.audit acknowledge forbidden",
                            "sam.other acknowledge wrong_tenant",
                            "admin resolve version_conflict",
                            "admin close invalid_transition");
            assertThat(phiwatch.api("/api/v1/incidents/" + incident)
                            .path("status")
                            .asText())
                    .isEqualTo("open");
        }
    }

    private Path config() throws IOException {
        return Files.writeString(
                RunningPhiwatch.config(folder),
                """
                console:
                  users:
                    - {name: ava.audit, role: auditor, token: %s}
                    - {name: sam.other, role: responder, token: %s, tenants: [other-clinic]}
                """.formatted(AUDITORS_TOKEN, STRANGERS_TOKEN),
                StandardOpenOption.APPEND);
    }

    private Cli.Ran run(Object... command) {
        List<Object> arguments = new ArrayList<>(List.of("incidents"));
        arguments.addAll(List.of(command));
        arguments.addAll(setup);
        return Cli.run(arguments.toArray());
    }

    private static void assertRefused(Cli.Ran ran, String why) {
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains(why);
    }

    private static List<String> refusals(RunningPhiwatch phiwatch, String incident) {
        List<String> refusals = new ArrayList<>();
        for (JsonNode entry : phiwatch.api("/api/v1/incidents/" + incident).path("evidence")) {
            if (entry.path("type").asText().equals("command_rejected")) {
                refusals.add(entry.path("actor").asText()
                        + ' '
                        + entry.at("/details/command").asText()
                        + ' '
                        + entry.at("/details/reason").asText());
            }
        }
        return refusals;
    }
}
