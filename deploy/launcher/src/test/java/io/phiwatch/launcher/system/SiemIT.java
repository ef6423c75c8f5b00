package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A SIEM's view: kcat, which knows nothing of us, reads OCSF findings from the topic. */
final class SiemIT {
    private static final Path KCAT = Path.of("/usr/bin/kcat");

    @TempDir
    private Path folder;

    @Test
    void kcatReadsDetectionFindings() throws Exception {
        assumeTrue(Files.isExecutable(KCAT), "no kcat here: the test of the SIEM topic is skipped");
        try (RunningPhiwatch phiwatch = RunningPhiwatch.start(folder.resolve("data"), RunningPhiwatch.config(folder))) {
            Attacks.bulkRead(phiwatch, "dr.lee");

            // When
            Process kcat = new ProcessBuilder(
                            KCAT.toString(),
                            "-b",
                            phiwatch.kafka(),
                            "-t",
                            RunningPhiwatch.TOPICS.alertsOcsf().name(),
                            "-C",
                            "-e",
                            "-q",
                            "-o",
                            "beginning")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(kcat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(kcat.waitFor(30, TimeUnit.SECONDS)).isTrue();

            // Then
            JsonNode finding =
                    new ObjectMapper().readTree(output.lines().findFirst().orElseThrow());
            assertThat(finding.path("class_uid").asInt()).isEqualTo(2004);
            assertThat(finding.path("type_uid").asInt()).isEqualTo(200401);
            assertThat(finding.path("metadata").path("version").asText()).isEqualTo("1.8.0");
            assertThat(finding.path("finding_info").path("title").asText()).isNotBlank();
        }
    }
}
