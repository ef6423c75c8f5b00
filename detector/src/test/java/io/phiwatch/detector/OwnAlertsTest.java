package io.phiwatch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.schema.Alert;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.serde.AvroSerde;
import io.phiwatch.schema.serde.BundledSchemas;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class OwnAlertsTest {
    static {
        // Avro trusts the classes of our schemas, which defaults in builders need, once a serde has been made.
        new AvroSerde<Alert>(BundledSchemas.load(), schema -> "");
    }

    private static final long NOW = DetectorFixture.START.toEpochMilli();

    private final OwnAlerts alerts = new OwnAlerts(StoreInMemory.of(Serdes.String(), Serdes.Long()));
    private final OwnAlerts ofAnotherTask = new OwnAlerts(StoreInMemory.of(Serdes.String(), Serdes.Long()));

    @Test
    void tellsALimitOnceAnHourForEachTenantAndRule() {
        Alert first = limit(alerts, "acme", NOW).orElseThrow();

        assertThat(first.getExplanation()).isEqualTo("rule rule forgot");
        assertThat(first.getRuleName()).isEqualTo(OwnAlerts.STATE_LIMIT);
        assertThat(limit(alerts, "acme", NOW + 1)).isEmpty();
        assertThat(limit(alerts, "other", NOW)).isPresent();
        assertThat(limit(alerts, "acme", NOW + Duration.ofHours(1).toMillis()))
                .hasValueSatisfying(next -> assertThat(next.getAlertId()).isNotEqualTo(first.getAlertId()));
    }

    @Test
    void allTasksGiveItTheSameId() {
        assertThat(limit(alerts, "acme", NOW).map(Alert::getAlertId))
                .isEqualTo(limit(ofAnotherTask, "acme", NOW + 5).map(Alert::getAlertId));
    }

    private static Optional<Alert> limit(OwnAlerts alerts, String tenant, long now) {
        return alerts.stateLimit(
                tenant,
                TestRules.metadata("rule", "actor", "actor.id"),
                Environment.production,
                Instant.ofEpochMilli(now),
                "forgot");
    }
}
