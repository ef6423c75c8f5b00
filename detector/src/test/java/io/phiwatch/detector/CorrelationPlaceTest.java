package io.phiwatch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.schema.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorrelationPlaceTest {
    private static final DetectionRule READ = TestRules.detection("phi-read", false);
    private static final CorrelationRule BULK_READ =
            TestRules.valueCount("phi-bulk-read", "phi-read", 3, Duration.ofMinutes(10));
    private static final CorrelationRule BY_ADDRESS = TestRules.byAddress(BULK_READ);

    @Test
    void correlatesByActorWithoutAWayThroughATopic() {
        try (DetectorFixture detector = detector(BULK_READ)) {
            // When
            for (int i = 0; i < 3; i++) {
                detector.see(TestEvents.read("event-" + i, at(i), "staff-1", "patient-" + i)
                        .build());
            }

            // Then
            assertThat(detector.signals()).isEmpty();
            assertThat(detector.alerts())
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.getRuleName()).isEqualTo("phi-bulk-read"));
        }
    }

    @Test
    void firesTheSameThroughTheTopic() {
        // Given
        List<Object> alerts = new ArrayList<>();
        for (CorrelationRule rule : List.of(BULK_READ, BY_ADDRESS)) {
            try (DetectorFixture detector = detector(rule)) {
                // When
                for (int i = 0; i < 5; i++) {
                    detector.see(TestEvents.read("event-" + i, at(20 * i), "staff-1", "patient-" + i)
                            .setClientIp("p1.ip.1")
                            .build());
                }
                detector.tick(Duration.ofHours(5));
                alerts.add(detector.alerts().stream()
                        .map(alert -> alert.getRevision() + " " + alert.getFiredAt() + " " + alert.getHits() + " "
                                + alert.getState())
                        .toList());
            }
        }

        // Then
        assertThat(alerts.getFirst()).isEqualTo(alerts.getLast()).isNotEqualTo(List.of());
    }

    @Test
    void signalsAreKeyedByTenantRuleAndGroup() {
        try (DetectorFixture detector = detector(BY_ADDRESS)) {
            detector.see(TestEvents.read("event-1", at(0), "staff-1", "patient-0")
                    .setClientIp("p1|ip")
                    .build());

            assertThat(detector.signals()).singleElement().satisfies(record -> {
                assertThat(record.key()).isEqualTo("acme|phi-bulk-read-id|p1\\|ip");
                assertThat(((Signal) record.value()).getValues()).containsExactly("patient-0");
            });
        }
    }

    private static DetectorFixture detector(CorrelationRule rule) {
        return new DetectorFixture(List.of(READ), List.of(rule), (event, sink) -> sink.accept(READ));
    }

    private static Instant at(long seconds) {
        return DetectorFixture.START.plusSeconds(seconds);
    }
}
