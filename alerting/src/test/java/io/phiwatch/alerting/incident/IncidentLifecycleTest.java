package io.phiwatch.alerting.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.IncidentStatus;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IncidentLifecycleTest {
    private static final Map<String, IncidentStatus> ALLOWED = Map.ofEntries(
            Map.entry("open acknowledge", IncidentStatus.acknowledged),
            Map.entry("open contain", IncidentStatus.contained),
            Map.entry("open resolve", IncidentStatus.resolved),
            Map.entry("open false_positive", IncidentStatus.false_positive),
            Map.entry("acknowledged contain", IncidentStatus.contained),
            Map.entry("acknowledged resolve", IncidentStatus.resolved),
            Map.entry("acknowledged false_positive", IncidentStatus.false_positive),
            Map.entry("contained resolve", IncidentStatus.resolved),
            Map.entry("contained false_positive", IncidentStatus.false_positive),
            Map.entry("resolved close", IncidentStatus.closed),
            Map.entry("resolved reopen", IncidentStatus.open),
            Map.entry("resolved false_positive", IncidentStatus.false_positive),
            Map.entry("closed reopen", IncidentStatus.open),
            Map.entry("false_positive close", IncidentStatus.closed),
            Map.entry("false_positive reopen", IncidentStatus.open));

    @ParameterizedTest
    @EnumSource(IncidentStatus.class)
    void everyCommandIsEitherAllowedOrNot(IncidentStatus status) {
        for (CommandType command : CommandType.values()) {
            // When
            Optional<IncidentStatus> next = IncidentLifecycle.after(status, command);
            // Then
            assertThat(next)
                    .as("%s %s", status, command)
                    .isEqualTo(Optional.ofNullable(ALLOWED.get(status + " " + command)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 32 | 1, 7L << 32 | 12, (long) Integer.MAX_VALUE << 32 | Integer.MAX_VALUE})
    void placesSurvivePacking(long packed) {
        assertThat(AlertPlace.of(packed).packed()).isEqualTo(packed);
    }
}
