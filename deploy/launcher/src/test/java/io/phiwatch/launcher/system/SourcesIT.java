package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.launcher.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code phiwatch sources} beside a running ingest. */
final class SourcesIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void testsRotatesAndAddsSourcesWithoutARestart() throws Exception {
        // Given
        Path secrets = Files.writeString(folder.resolve("idp.secrets"), "first-secret\n");
        Path config = folder.resolve("phiwatch.yaml");
        String idp = "  - {id: idp, platform: keycloak, tenant: acme-health, surface: portal, secrets_file: " + secrets
                + "}\n";
        Files.writeString(config, "sources:\n" + idp);
        try (RunningPhiwatch phiwatch = RunningPhiwatch.start(folder.resolve("data"), config)) {
            assertThat(post(phiwatch, "first-secret")).isEqualTo(200);
            assertThat(run(0, "test", "idp").path("ok").asBoolean()).isTrue();

            // When
            JsonNode rotated = run(0, "rotate", "idp");
            String fresh = rotated.path("secret").asText();

            // Then
            assertThat(rotated.path("in_force").asBoolean()).isTrue();
            assertThat(List.of(post(phiwatch, "first-secret"), post(phiwatch, fresh)))
                    .containsExactly(200, 200);
            run(0, "rotate", "idp", "--finish");
            phiwatch.await(SOON, "the old secret is refused", () -> post(phiwatch, "first-secret") == 401);
            assertThat(post(phiwatch, fresh)).isEqualTo(200);

            // When
            Files.writeString(
                    config,
                    "sources:\n" + idp
                            + "  - {id: late, platform: keycloak, tenant: acme-health, surface: portal, secrets: [late]}\n");

            // Then
            phiwatch.await(
                    SOON,
                    "the new source is taken",
                    () -> phiwatch.post("late", event(), Payloads.bearer("late")) == 200);
            JsonNode listed = run(0, "list");
            assertThat(listed.path("id").asText()).isEqualTo("idp");
            assertThat(listed.path("accepted").asLong()).isGreaterThanOrEqualTo(4);
            assertThat(listed.path("refused").asLong()).isPositive();
            Files.writeString(
                    folder.resolve("wrong.yaml"),
                    "sources:\n" + idp.replace("secrets_file: " + secrets, "secrets: [of-another]"));
            assertThat(runWith("wrong.yaml", 1, "test", "idp").path("message").asText())
                    .contains("refused");
        }
    }

    @Test
    void testsAndReplaysPlatformsThatSignByAddressAndWholeFiles() throws Exception {
        // Given: a secret that means something else in an address unless it is escaped
        Path config = Files.writeString(folder.resolve("phiwatch.yaml"), """
                sources:
                  - {id: csp, platform: csp-report, tenant: acme-health, surface: storefront, secrets: ["a&b=c d+e%2F"]}
                  - {id: crawl, platform: har, tenant: acme-health, surface: storefront, secrets: [har-secret]}
                """);
        Path report = Files.writeString(folder.resolve("report.json"), """
                {"csp-report": {"document-uri": "https://shop.example/", "blocked-uri": "https://cdn.example/x.js"}}""");
        Path crawl = Files.writeString(folder.resolve("crawl.har"), """
                {"log": {"entries": [
                  {"startedDateTime": "2026-11-02T10:00:00Z", "request": {"method": "GET", "url": "https://shop.example/"},
                   "response": {"status": 200}}
                ]}}
                """);
        try (RunningPhiwatch phiwatch = RunningPhiwatch.start(folder.resolve("data"), config)) {
            // When
            JsonNode tested = run(0, "test", "csp");
            JsonNode reported = command(0, "phiwatch.yaml", "replay", "--source", "csp", report.toString());
            JsonNode crawled = command(0, "phiwatch.yaml", "replay", "--source", "crawl", crawl.toString());

            // Then
            assertThat(tested.path("ok").asBoolean()).isTrue();
            assertThat(reported.path("accepted").asInt()).isEqualTo(1);
            assertThat(crawled.path("accepted").asInt()).isEqualTo(1);
        }
    }

    private static int post(RunningPhiwatch phiwatch, String secret) {
        return phiwatch.post("idp", event(), Payloads.bearer(secret));
    }

    private static byte[] event() {
        return Payloads.keycloak("e-" + System.nanoTime(), "LOGIN", "nurse-1", "acme-staff", Instant.now());
    }

    /** First JSON line that a command prints. */
    private JsonNode run(int status, String... arguments) throws IOException {
        return runWith("phiwatch.yaml", status, arguments);
    }

    private JsonNode runWith(String config, int status, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("sources"));
        all.addAll(List.of(arguments));
        return command(status, config, all.toArray(String[]::new));
    }

    private JsonNode command(int status, String config, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        Map.of("--config", config, "--data", "data")
                .forEach((option, name) ->
                        all.addAll(List.of(option, folder.resolve(name).toString())));
        all.add("--json");
        StringWriter out = new StringWriter();

        int actual = Main.commandLine().setOut(new PrintWriter(out)).execute(all.toArray(String[]::new));

        assertThat(actual).as(out.toString()).isEqualTo(status);
        return new ObjectMapper().readTree(out.toString().lines().findFirst().orElseThrow());
    }
}
