package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.detector.rules.RuleKeyPair;
import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.launcher.Main;
import io.phiwatch.schema.Alert;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Rules change on a running system, without a restart and over one. */
final class RulesPushIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private Path config;
    private Path data;

    private record Answer(int exitCode, String out, String err) {
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }
    }

    @BeforeEach
    void configure() throws IOException {
        config = RunningPhiwatch.config(folder);
        data = folder.resolve("data");
    }

    @Test
    void aPushedThresholdCountsWithoutARestartAndAfterOne() throws Exception {
        Path rule = Files.writeString(folder.resolve("login-brute-force.yml"), bruteForceAt(2));
        try (RunningPhiwatch phiwatch = RunningPhiwatch.start(data, config)) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(data.resolve("keys/rules-signing.pem"))))
                    .isEqualTo("rw-------");

            // When
            Answer answer = push(config, rule, "--in", "2s", "--json");

            // Then
            assertThat(answer.exitCode()).as(answer.err()).isZero();
            assertThat(answer.json().path("version").asInt()).isOne();
            // A rule over a changed one is changed with it.
            assertThat(answer.json().path("changed"))
                    .extracting(JsonNode::asText)
                    .containsExactlyInAnyOrder("login-brute-force", "login-success-after-attack");
            assertThat(answer.json().path("diff").asText()).contains("-    gte: 10\n+    gte: 2\n");
            Instant from = Instant.parse(answer.json().path("activate_at").asText());
            phiwatch.await(
                    TIMEOUT, "the rules to be in force", () -> Instant.now().isAfter(from));
            failTwice(phiwatch, "nurse-1");
            awaitAlert(phiwatch, "login-brute-force", "nurse-1");

            // When: it is pushed again
            Answer again = push(config, rule);

            // Then
            assertThat(again.out()).contains("nothing to push");
        }

        // When: the process starts again
        try (RunningPhiwatch phiwatch = RunningPhiwatch.start(data, config)) {
            failTwice(phiwatch, "nurse-2");

            // Then
            awaitAlert(phiwatch, "login-brute-force", "nurse-2");
        }
    }

    @Test
    void aBrokenSetIsNotPushedAndAForgedOneIsRefused() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.yml"), "title: x\nlogsource: {category: access}\n");
        Path rule = Files.writeString(folder.resolve("login-brute-force.yml"), bruteForceAt(2));
        try (RunningPhiwatch phiwatch = RunningPhiwatch.start(data, config)) {
            // When
            Answer fault = push(config, broken);

            // Then
            assertThat(fault.exitCode()).isEqualTo(1);
            assertThat(fault.err()).startsWith("broken.yml:1: detection: required");

            // When: somebody with access to the broker, but another key, pushes
            Answer forged = push(strangersConfig(), rule, "--in", "0s");

            // Then
            assertThat(forged.exitCode()).as(forged.err()).isZero();
            awaitAlert(phiwatch, "phiwatch-rules-rejected", "rules");
            failTwice(phiwatch, "nurse-1");
            phiwatch.await(
                    TIMEOUT,
                    "an incident about the forged rules",
                    () -> phiwatch.api("/api/v1/incidents").toString().contains("phiwatch-rules-rejected"));
            assertThat(alerts(phiwatch)).noneMatch(alert -> alert.getRuleName().equals("login-brute-force"));
        }
    }

    @Test
    void demandsAnotherPersonWhereApprovalIsRequired() throws IOException {
        Path strict = Files.writeString(folder.resolve("strict.yaml"), "rules: {require_approval: true}\n");
        Path rule = Files.writeString(folder.resolve("login-brute-force.yml"), bruteForceAt(2));

        assertThat(push(strict, rule).exitCode()).isEqualTo(2);
        assertThat(push(strict, rule, "--approver", "ann", "--approval", "CHG-1")
                        .err())
                .contains("the approver is the author");
        // Nothing but the broker and the key is missing now.
        assertThat(push(strict, rule, "--approver", "bob", "--approval", "CHG-1")
                        .exitCode())
                .isEqualTo(3);
    }

    private Answer push(Path configuration, Path rules, String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> arguments = new ArrayList<>(List.of(
                "rules",
                "push",
                rules.toString(),
                "--author",
                "ann",
                "--config",
                configuration.toString(),
                "--data",
                data.toString()));
        arguments.addAll(List.of(options));
        int exitCode = commandLine.execute(arguments.toArray(String[]::new));
        return new Answer(exitCode, out.toString(), err.toString());
    }

    private Path strangersConfig() throws IOException {
        RuleKeyPair pair = RuleKeyPair.generate();
        Path signing = Files.writeString(folder.resolve("strangers-signing.pem"), pair.privatePem());
        Path trusted = Files.writeString(folder.resolve("strangers-trusted.pem"), pair.publicPem());
        return Files.writeString(
                folder.resolve("stranger.yaml"),
                "rules: {signing_key: '" + signing + "', trusted_keys: ['" + trusted + "']}\n");
    }

    private static String bruteForceAt(int threshold) {
        return RuleSet.bundledFiles().stream()
                .filter(file -> file.name().equals("login-brute-force.yml"))
                .map(RuleFile::text)
                .findFirst()
                .orElseThrow()
                .replace("gte: 10", "gte: " + threshold);
    }

    private static void failTwice(RunningPhiwatch phiwatch, String user) {
        for (int i = 0; i < 2; i++) {
            byte[] body = Payloads.keycloak(user + '-' + i, "LOGIN_ERROR", user, "acme-staff", Instant.now());
            assertThat(phiwatch.post("idp", body, Payloads.bearer("idp-secret")))
                    .isEqualTo(200);
        }
    }

    private static void awaitAlert(RunningPhiwatch phiwatch, String rule, String entity) {
        phiwatch.await(
                TIMEOUT,
                "an alert of " + rule,
                () -> alerts(phiwatch).stream()
                        .anyMatch(alert -> alert.getRuleName().equals(rule)
                                && alert.getEntityId().equals(entity)));
    }

    private static List<Alert> alerts(RunningPhiwatch phiwatch) {
        return phiwatch.read(RunningPhiwatch.TOPICS.alerts());
    }
}
