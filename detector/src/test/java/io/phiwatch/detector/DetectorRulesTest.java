package io.phiwatch.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.DetectionRule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectorRulesTest {
    private static final DetectionRule READ = TestRules.detection("phi-read", false);
    private static final Duration TIMESPAN = Duration.ofMinutes(10);

    @Test
    void findsCorrelationsThatNameARuleByNameOrId() {
        CorrelationRule byName = TestRules.eventCount("by-name", "phi-read", 3, TIMESPAN);
        CorrelationRule byId = TestRules.eventCount("by-id", "phi-read-id", 3, TIMESPAN);

        DetectorRules rules = new DetectorRules(List.of(READ), List.of(byName, byId));

        assertThat(rules.correlationsOf(READ.metadata())).containsExactly(byName, byId);
    }

    @Test
    void refusesSettingsThatCannotWork() {
        assertThatThrownBy(() -> DetectorConfig.of(0)).hasMessage("detector.access_partitions: must be > 0");
        assertThatThrownBy(() -> new DetectorConfig(1, Duration.ofMillis(-1)))
                .hasMessage("detector.max_delay: must not be negative");
        assertThat(DetectorConfig.of(6)).isEqualTo(new DetectorConfig(6, Duration.ofHours(4)));
    }
}
