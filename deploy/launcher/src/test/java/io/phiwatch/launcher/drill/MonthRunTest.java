package io.phiwatch.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.drills.month.MonthConfig;
import io.phiwatch.drills.scenario.Drills;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark of a month at the size of a test: four days of a small company with all drills that fit. */
class MonthRunTest {
    private static final Instant START = Instant.parse("2026-09-07T00:00:00Z");
    private static final int MOST_FALSE = 2;

    @TempDir
    private Path work;

    @Test
    void findsEveryDrillAndHardlyAnythingElse() {
        // Given
        MonthRun run = new MonthRun(new MonthConfig(3, START, 4, 40, 1_000), RuleSet.bundled(), work);

        // When
        MonthReport report = run.play(share -> {});

        // Then
        assertThat(report.work().refused()).isZero();
        assertThat(report.work().events()).isGreaterThan(5_000);
        assertThat(report.results()).hasSizeGreaterThan(Drills.all().size() - 12);
        assertThat(report.results())
                .allSatisfy(result -> assertThat(result.isDetected())
                        .as(
                                "%s by %s: %s",
                                result.truth(), result.played().script().name(), result.alert())
                        .isTrue());
        assertThat(report.falseIncidents()).hasSizeLessThanOrEqualTo(MOST_FALSE);
    }
}
