package io.phiwatch.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.alerting.incident.IncidentPolicy;
import io.phiwatch.alerting.oncall.Roster;
import io.phiwatch.alerting.page.PagerConfig;
import io.phiwatch.schema.Level;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertingConfigTest {
    @Test
    void theDefaultsAreTheOnesThatAreDocumented() {
        // When
        AlertingConfig config = AlertingConfig.defaults();
        // Then
        assertThat(config.incidents()).isEqualTo(new IncidentPolicy(Duration.ofHours(24), 100, 50, Level.medium));
        assertThat(config.pages())
                .isEqualTo(new PagerConfig(
                        "phiwatch-pager",
                        null,
                        new PagerConfig.Retry(Duration.ofSeconds(1), Duration.ofSeconds(30), 8),
                        5,
                        Duration.ofSeconds(15),
                        Roster.empty()));
    }

    @Test
    void theConsoleIsAddedForLinks() {
        // Given
        URI console = URI.create("https://console.example");
        // When
        PagerConfig config = PagerConfig.defaults().withConsoleUrl(console);
        // Then
        assertThat(config.consoleUrl()).isEqualTo(console);
        assertThat(config.retry()).isEqualTo(PagerConfig.defaults().retry());
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 1, 1, quiet_after: must be > 0",
        "PT-1S, 1, 1, quiet_after: must be > 0",
        "PT1H, 0, 1, listed_alerts: must be > 0",
        "PT1H, 1, 0, sources_per_entry: must be > 0"
    })
    void aPolicyThatMakesNoSenseIsRefused(Duration quiet, int listed, int sources, String message) {
        assertThatThrownBy(() -> new IncidentPolicy(quiet, listed, sources, Level.low))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT1S, PT2S, 1, times: must be > 0",
        "1, PT0S, PT2S, 1, first: must be > 0 and less than most",
        "1, PT2S, PT2S, 1, first: must be > 0 and less than most",
        "1, PT1S, PT2S, 0, breaker_failures: must be > 0"
    })
    void aPagerConfigThatMakesNoSenseIsRefused(
            int attempts, Duration first, Duration max, int failures, String message) {
        assertThatThrownBy(() -> new PagerConfig(
                        "g",
                        null,
                        new PagerConfig.Retry(first, max, attempts),
                        failures,
                        Duration.ofSeconds(1),
                        Roster.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
