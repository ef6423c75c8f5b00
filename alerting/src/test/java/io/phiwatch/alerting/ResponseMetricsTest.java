package io.phiwatch.alerting;

import static io.phiwatch.alerting.Alerts.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.Level;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResponseMetricsTest {
    private static final String ID = EntityKey.of("acme", "actor", "nurse.kim").incidentId(1);

    @TempDir
    private Path state;

    @Test
    void eachPhaseIsTimedOncePerIncidentByLevelRuleAndSurface() {
        try (AlertingDriver alerting = new AlertingDriver(state)) {
            // When
            alerting.alert(Alerts.of("a1", "bulk-read", Level.high), START.plusSeconds(60));
            alerting.alert(Alerts.of("a2", "bulk-read", Level.high), START.plusSeconds(70));
            alerting.command(Commands.of("c1", ID, CommandType.acknowledge), START.plusSeconds(180));
            alerting.command(Commands.of("c2", ID, CommandType.contain), START.plusSeconds(360));
            alerting.command(Commands.of("c3", ID, CommandType.resolve), START.plusSeconds(660));
            // Then
            assertThat(seconds(alerting, "detect")).isEqualTo(60);
            assertThat(seconds(alerting, "acknowledge")).isEqualTo(120);
            assertThat(seconds(alerting, "contain")).isEqualTo(300);
            assertThat(seconds(alerting, "resolve")).isEqualTo(600);
            assertThat(alerting.meters
                            .get(AlertingMetrics.RESPONSE_BY_RULE)
                            .tags("phase", "detect", "rule", "bulk-read")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(alerting.meters
                            .get(AlertingMetrics.RESPONSE_BY_SURFACE)
                            .tags("phase", "contain", "surface", "portal")
                            .timer()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void exercisesAreNotTimed() {
        try (AlertingDriver alerting = new AlertingDriver(state)) {
            // When
            alerting.alert(Alerts.of("a1", "bulk-read", Level.high).setExerciseId("drill-1"), START);
            // Then
            assertThat(alerting.meters.find(AlertingMetrics.RESPONSE).timers()).isEmpty();
        }
    }

    private static double seconds(AlertingDriver alerting, String phase) {
        Timer timer = alerting.meters
                .get(AlertingMetrics.RESPONSE)
                .tags("phase", phase, "level", "high")
                .timer();
        assertThat(timer.count()).isEqualTo(1);
        return timer.totalTime(TimeUnit.SECONDS);
    }
}
