package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.launcher.Main;
import io.phiwatch.schema.RuleRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a running system with two sources and no reference tables can see, and a value of one rule that changes on it. */
final class LiveRulesIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void tellsBlindRulesAndTakesAnOverride() throws Exception {
        Path config = Files.writeString(folder.resolve("phiwatch.yaml"), """
                sources:
                  - {id: web, platform: nginx, tenant: acme-health, surface: storefront, secrets: [web-secret]}
                  - {id: idp, platform: keycloak, tenant: acme-health, surface: portal, secrets: [idp-secret]}
                """);
        Path data = folder.resolve("data");
        try (RunningPhiwatch phiwatch = RunningPhiwatch.start(data, config)) {
            // When
            JsonNode live = json(config, data, "coverage", "--live", "--json");

            // Then
            assertThat(live.path("sources").findValuesAsText("id")).containsExactly("web", "idp");
            assertThat(needs(live, "login-terminated")).containsExactly("table staff is not loaded");
            assertThat(needs(live, "recording-unencrypted")).isNotEmpty();
            assertThat(needs(live, "login-brute-force")).isEmpty();

            // When
            JsonNode override = json(
                    config,
                    data,
                    "override",
                    "login-brute-force",
                    "threshold=2",
                    "--author",
                    "ann",
                    "--in",
                    "2s",
                    "--json");

            // Then
            assertThat(override.path("changed")).extracting(JsonNode::asText).contains("login-brute-force");
            assertThat(phiwatch.read(RunningPhiwatch.TOPICS.rules()))
                    .filteredOn(RuleRecord.class::isInstance)
                    .extracting(RuleRecord.class::cast)
                    .filteredOn(record -> record.getFile().equals("overrides/login-brute-force.yml"))
                    .singleElement()
                    .satisfies(record -> assertThat(record.getAuthor()).isEqualTo("ann"));
            Instant from = Instant.parse(override.path("activate_at").asText());
            phiwatch.await(
                    TIMEOUT, "the rules to be in force", () -> Instant.now().isAfter(from));
            for (int i = 0; i < 2; i++) {
                byte[] body = Payloads.keycloak("try-" + i, "LOGIN_ERROR", "nurse-1", "acme-staff", Instant.now());
                assertThat(phiwatch.post("idp", body, Payloads.bearer("idp-secret")))
                        .isEqualTo(200);
            }
            phiwatch.await(
                    TIMEOUT,
                    "an alert at the second failure",
                    () -> phiwatch.read(RunningPhiwatch.TOPICS.alerts()).stream()
                            .anyMatch(alert -> alert.getRuleName().equals("login-brute-force")));
        }
    }

    private static List<String> needs(JsonNode live, String rule) {
        List<String> needs = new ArrayList<>();
        for (JsonNode node : live.path("rules")) {
            if (node.path("name").asText().equals(rule)) {
                node.path("needs").forEach(need -> needs.add(need.asText()));
                assertThat(node.path("can_fire").asBoolean()).isEqualTo(needs.isEmpty());
            }
        }
        return needs;
    }

    private static JsonNode json(Path config, Path data, String... arguments) throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of("rules"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--config", config.toString(), "--data", data.toString()));
        int exitCode = commandLine.execute(all.toArray(String[]::new));
        assertThat(exitCode).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }
}
