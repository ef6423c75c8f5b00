package io.phiwatch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.schema.Alert;
import io.phiwatch.schema.Environment;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class OwnAlertsTest {
    private static final long NOW = DetectorFixture.START.toEpochMilli();

    private final OwnAlerts alerts = new OwnAlerts(store());
    private final OwnAlerts ofAnotherTask = new OwnAlerts(store());

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

    private static KeyValueStore<String, Long> store() {
        KeyValueStore<String, Long> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("told"), Serdes.String(), Serdes.Long())
                .withLoggingDisabled()
                .build();
        MockProcessorContext<Void, Void> context =
                new MockProcessorContext<>(new Properties(), new TaskId(0, 0), new File("unused"));
        store.init(context.getStateStoreContext(), store);
        return store;
    }
}
