package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.launcher.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code phiwatch drill run} against a running system. */
final class DrillIT {
    @TempDir
    private Path folder;

    @Test
    void playsDrillsAsExercisesAndScoresThem() throws Exception {
        // Given
        Path config = RunningPhiwatch.config(folder);
        try (RunningPhiwatch phiwatch = RunningPhiwatch.start(folder.resolve("data"), config)) {
            // When
            JsonNode record = run(0, config, "phi-bulk-read", "--speed", "20", "--wait", "60s");

            // Then
            assertThat(record.path("passed").asBoolean()).isTrue();
            JsonNode said = record.path("expected").path(0);
            assertThat(said.path("rule").asText()).isEqualTo("phi-bulk-read");
            assertThat(said.path("detected_seconds").asDouble()).isBetween(0.0, 80.0);
            JsonNode incident =
                    phiwatch.api("/api/v1/incidents/" + said.path("incident").asText());
            assertThat(incident.findValue("exercise_id").asText())
                    .isEqualTo(record.path("exercise").asText());

            // When nobody acknowledges
            JsonNode ignored = run(1, config, "mfa-disabled", "--actor", "jroe", "--wait", "60s", "--people", "2s");

            // Then
            assertThat(ignored.path("expected").path(0).path("detected_seconds").isNumber())
                    .isTrue();
            assertThat(ignored.path("expected")
                            .path(0)
                            .path("acknowledged_seconds")
                            .isNull())
                    .isTrue();
            run(2, config, "no-such-drill");
            run(2, config, "dependency-vulnerable");
        }
        run(3, config, "mfa-disabled");
    }

    private JsonNode run(int status, Path config, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("drill", "run"));
        all.addAll(List.of(arguments));
        all.addAll(List.of(
                "--json",
                "--config",
                config.toString(),
                "--data",
                folder.resolve("data").toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int actual = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        assertThat(actual).as(out + " " + err).isEqualTo(status);
        return out.toString().isEmpty() ? new ObjectMapper().nullNode() : new ObjectMapper().readTree(out.toString());
    }
}
