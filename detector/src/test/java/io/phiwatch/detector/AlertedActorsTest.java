package io.phiwatch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.serde.AvroSerde;
import io.phiwatch.schema.serde.BundledSchemas;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertedActorsTest {
    static {
        // Avro trusts the classes of our schemas, which defaults in builders need, once a serde has been made.
        new AvroSerde<Alert>(BundledSchemas.load(), schema -> "");
    }

    private static final Instant TIME = Instant.parse("2026-03-02T09:00:00Z");

    @Test
    void tellsOfTheActorThatAnAlertIsAboutOrIsGroupedBy() {
        assertThat(AlertedActors.of(alert("actor", "ann", Map.of(), Level.high)))
                .hasValueSatisfying(told -> {
                    assertThat(told.key()).isEqualTo("acme|ann");
                    assertThat(told.alert().getFirstEventTime()).isEqualTo(TIME);
                    assertThat(told.alert().getLastEventTime()).isEqualTo(TIME.plusSeconds(60));
                });
        assertThat(AlertedActors.of(alert("source", "shop", Map.of("actor.id", "bob"), Level.medium)))
                .hasValueSatisfying(told -> assertThat(told.key()).isEqualTo("acme|bob"));
    }

    @Test
    void aTrickleOfLowAlertsDoesNotKeepAnybodyFromLearning() {
        assertThat(AlertedActors.of(alert("actor", "ann", Map.of(), Level.low))).isEmpty();
        assertThat(AlertedActors.of(alert("source", "shop", Map.of(), Level.critical)))
                .isEmpty();
    }

    private static Alert alert(String kind, String entity, Map<String, String> group, Level level) {
        return Alert.newBuilder()
                .setAlertId("a-1")
                .setRevision(1)
                .setState(AlertState.open)
                .setRuleId("rule")
                .setRuleName("rule")
                .setRuleTitle("Rule")
                .setRuleVersion("1")
                .setLevel(level)
                .setTenant("acme")
                .setEnvironment(Environment.production)
                .setEntityKind(kind)
                .setEntityId(entity)
                .setEntityKey("acme-1")
                .setGroup(group)
                .setFirstEventTime(TIME)
                .setLastEventTime(TIME.plusSeconds(60))
                .setDetectedAt(TIME)
                .setHits(1)
                .setExplanation("")
                .build();
    }
}
