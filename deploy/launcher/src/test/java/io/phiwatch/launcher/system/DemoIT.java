package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a newcomer starts it, but shorter. */
final class DemoIT {
    private static final long MOST_MEMORY_MIB = 1_536;

    @TempDir
    private Path folder;

    @Test
    void findsEveryAttackAndNothingElse() throws Exception {
        Path result = folder.resolve("scorecard.json");
        Process demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx640m",
                        "-XX:+UseParallelGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-jar",
                        System.getProperty("phiwatch.jar"),
                        "demo",
                        "--for",
                        "60s",
                        "--json")
                .redirectOutput(result.toFile())
                .redirectError(Path.of("target", "demo.log").toFile())
                .start();
        assertThat(demo.waitFor(5, TimeUnit.MINUTES)).isTrue();

        JsonNode scorecard = new ObjectMapper().readTree(result.toFile());
        assertThat(scorecard.path("detected").asInt()).as("%s", scorecard).isEqualTo(6);
        assertThat(scorecard.path("passed").asBoolean()).as("%s", scorecard).isTrue();
        assertThat(scorecard.path("peak_memory_mib").asLong()).isLessThan(MOST_MEMORY_MIB);
        assertThat(demo.exitValue()).isZero();
    }
}
