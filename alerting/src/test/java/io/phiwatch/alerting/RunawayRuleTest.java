package io.phiwatch.alerting;

import static io.phiwatch.alerting.Alerts.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.console.model.ReadModel;
import io.phiwatch.alerting.evidence.EvidenceVerifier;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Topics;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One rule that fires 10,000 times in a minute about one entity. */
final class RunawayRuleTest {
    private static final int ALERTS = 10_000;
    private static final int MILLIS_APART = 6;
    private static final int MOST_BYTES = 64 * 1024;
    private static final String ID = EntityKey.of("acme", "actor", "nurse.kim").incidentId(1);

    @TempDir
    private Path state;

    @Test
    void makesOneIncidentThatStaysSmallOnePageAndAllTheEvidence() {
        try (AlertingDriver alerting = new AlertingDriver(state)) {
            // When
            for (int i = 0; i < ALERTS; i++) {
                alerting.alert(
                        Alerts.of("a" + i, "runaway", Level.high).setPlaybook("availability"),
                        START.plusMillis((long) i * MILLIS_APART));
            }
            // Then
            assertThat(alerting.incidents()).containsOnlyKeys(ID);
            Incident incident = alerting.incidents().get(ID);
            assertThat(bytes(incident)).isLessThan(MOST_BYTES);
            assertThat(incident.getAlerts().getLast().getRevision())
                    .isEqualTo(ALERTS - (incident.getAlerts().size() - 1));
            assertThat(alerting.pages(ID)).hasSize(1);
            List<EvidenceEntry> evidence = alerting.evidence(ID);
            assertThat(evidence)
                    .filteredOn(entry -> entry.getType() == EvidenceType.alert_raised)
                    .hasSize(ALERTS);
            assertThat(EvidenceVerifier.verify(incident, evidence).isIntact()).isTrue();
            assertTheConsoleLives(incident, evidence);
        }
    }

    private static void assertTheConsoleLives(Incident incident, List<EvidenceEntry> evidence) {
        ReadModel model = new ReadModel();
        for (int version = 1; version <= ALERTS; version++) {
            model.apply(Incident.newBuilder(incident).setVersion(version).build());
        }
        evidence.forEach(model::apply);
        assertThat(model.incidents()).hasSize(1);
        assertThat(model.evidence(ID)).hasSizeLessThanOrEqualTo(1_000).last().isEqualTo(evidence.getLast());
    }

    private static int bytes(Incident incident) {
        Topics topics = new Topics(Topics.DEFAULT_PREFIX);
        return Alerts.SERDES
                .value(topics.incidents())
                .serializer()
                .serialize(topics.incidents().name(), incident)
                .length;
    }
}
