package io.phiwatch.alerting.report;

import static io.phiwatch.alerting.Alerts.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.console.Samples;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ResponseTimesTest {
    @Test
    void eachPhaseCountsOnlyWhatHasComeToIt() {
        // Given
        Incident unseen = incident(Level.high).clearAcknowledgedAt().build();
        Incident seen = incident(Level.high)
                .setAcknowledgedAt(START.plusSeconds(90))
                .setContainedAt(START.plusSeconds(600))
                .build();
        // When
        ResponseTimes times = ResponseTimes.of(List.of(unseen, seen));
        // Then
        assertThat(times.incidents()).isEqualTo(2);
        assertThat(times.phases().get(ResponsePhase.DETECT).count()).isEqualTo(2);
        assertThat(times.phases().get(ResponsePhase.DETECT).median()).isEqualTo(Duration.ofSeconds(20));
        assertThat(times.phases().get(ResponsePhase.ACKNOWLEDGE).median()).isEqualTo(Duration.ofSeconds(90));
        assertThat(times.phases().get(ResponsePhase.CONTAIN).longest()).isEqualTo(Duration.ofSeconds(600));
        assertThat(times.phases()).doesNotContainKey(ResponsePhase.RESOLVE);
    }

    @Test
    void quantilesGoByTheNearestRank() {
        // Given
        List<Incident> tenIncidents = IntStream.rangeClosed(1, 10)
                .mapToObj(n -> incident(Level.high)
                        .setAcknowledgedAt(START.plusSeconds(n))
                        .build())
                .toList();
        // When
        ResponseTimes.Spread spread = ResponseTimes.of(tenIncidents).phases().get(ResponsePhase.ACKNOWLEDGE);
        // Then
        assertThat(spread.median()).isEqualTo(Duration.ofSeconds(5));
        assertThat(spread.p90()).isEqualTo(Duration.ofSeconds(9));
        assertThat(spread.longest()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void groupsByLevelRuleAndSurface() {
        // Given
        List<Incident> incidents =
                List.of(incident(Level.high).build(), incident(Level.low).build());
        // When
        Map<String, ResponseTimes> byLevel = ResponseTimes.byLevel(incidents);
        // Then
        assertThat(byLevel).containsOnlyKeys("high", "low");
        assertThat(ResponseTimes.byRule(incidents).values())
                .allSatisfy(times -> assertThat(times.incidents()).isEqualTo(2));
        assertThat(ResponseTimes.bySurface(incidents)).isNotEmpty();
    }

    private static Incident.Builder incident(Level level) {
        return Samples.incident("dr.lee", level, IncidentStatus.open)
                .setFirstEventTime(START.minusSeconds(20))
                .setOpenedAt(START)
                .clearAcknowledgedAt()
                .clearResolvedAt();
    }
}
