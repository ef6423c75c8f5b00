package io.phiwatch.alerting;

import static io.phiwatch.alerting.Alerts.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.suppress.SuppressionStep;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.ScopedException;
import io.phiwatch.schema.Suppression;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an exception keeps from opening an incident, and what it does not. */
final class SuppressionTest {
    private static final String ID = "x0123456789abcdef";
    private static final EntityKey KIM = EntityKey.of("acme", "actor", "nurse.kim");
    private static final String CHAIN = SuppressionStep.chainId(KIM.value(), ID);
    private static final Instant END = START.plus(Duration.ofDays(7));

    @TempDir
    private Path state;

    private AlertingDriver alerting;

    @BeforeEach
    void start() {
        alerting = new AlertingDriver(state);
    }

    @AfterEach
    void close() {
        alerting.close();
    }

    @Test
    void everySuppressedHitIsCountedAndKeptAsEvidence() {
        // Given
        alerting.exception(exception().setRuleName("bulk-read"));
        // When
        alerting.alert(alert("a1").setHits(20), START);
        alerting.alert(alert("a1").setRevision(2).setHits(30), START.plusSeconds(60));
        alerting.alert(alert("a1").setRevision(3).setHits(30).setState(AlertState.ended), START.plusSeconds(120));
        alerting.alert(alert("a2").setHits(5), START.plusSeconds(180));
        // Then
        assertThat(alerting.incidents()).isEmpty();
        Suppression kept = alerting.suppressions().get(CHAIN);
        assertThat(kept.getAlerts()).isEqualTo(2);
        assertThat(kept.getHits()).isEqualTo(35);
        List<EvidenceEntry> chain = alerting.evidence(CHAIN);
        assertThat(chain).extracting(EvidenceEntry::getType).containsOnly(EvidenceType.alert_suppressed);
        assertThat(chain).hasSize(3).last().satisfies(last -> {
            assertThat(last.getHash()).isEqualTo(kept.getEvidenceHead());
            assertThat(last.getSequence()).isEqualTo(kept.getEvidenceCount());
            assertThat(last.getSources()).isNotEmpty();
        });
        assertThat(chain.get(1).getPreviousHash()).isEqualTo(chain.get(0).getHash());
    }

    @Test
    void endsByTheClockInTheLogToTheMillisecond() {
        // Given
        alerting.exception(exception().setRuleName("bulk-read"));
        // When
        alerting.alert(alert("before"), START.minusMillis(1));
        int opened = alerting.incidents().size();
        alerting.alert(Alerts.about("actor", "lee", "last", "bulk-read", Level.high), END.minusMillis(1));
        int atItsEnd = alerting.incidents().size();
        alerting.alert(Alerts.about("actor", "lee", "after", "bulk-read", Level.high), END);
        // Then
        assertThat(opened).isEqualTo(1);
        assertThat(atItsEnd).isEqualTo(1);
        assertThat(alerting.incidents()).hasSize(2);
    }

    @Test
    void anEpisodeThatOutlastsItsExceptionOpensAnIncident() {
        // Given
        alerting.exception(exception().setRuleName("bulk-read"));
        alerting.alert(alert("a1"), END.minusSeconds(1));
        // When
        alerting.alert(alert("a1").setRevision(2).setHits(21), END);
        // Then
        assertThat(alerting.incidents()).containsOnlyKeys(KIM.incidentId(1));
    }

    @Test
    void holdsOnlyOnceApprovedWhereThatIsNeeded() {
        // Given
        alerting.exception(exception().setRuleName("bulk-read").setApprovalNeeded(true));
        // When
        alerting.alert(alert("a1"), START.plusSeconds(1));
        alerting.exception(exception()
                .setRuleName("bulk-read")
                .setApprovalNeeded(true)
                .setApprovedBy("compliance.lead")
                .setApprovedAt(START.plusSeconds(2)));
        alerting.alert(Alerts.about("actor", "lee", "b1", "bulk-read", Level.high), START.plusSeconds(3));
        // Then
        assertThat(alerting.incidents()).containsOnlyKeys(KIM.incidentId(1));
    }

    @Test
    void holdsNoMoreOnceTakenBack() {
        // Given
        alerting.exception(
                exception().setRuleName("bulk-read").setEndedBy("dana").setEndedAt(START.plusSeconds(10)));
        // When
        alerting.alert(alert("a1"), START.plusSeconds(9));
        alerting.alert(alert("a2"), START.plusSeconds(10));
        // Then
        assertThat(alerting.suppressions().get(CHAIN).getAlerts()).isEqualTo(1);
        assertThat(alerting.incidents()).hasSize(1);
    }

    @Test
    void coversNoMoreThanItNames() {
        // Given
        alerting.exception(exception()
                .setRuleName("phi-to-tracker")
                .setEntityKind("actor")
                .setEntityId("nurse.kim")
                .setFields(Map.of("destination.host", "cdn.example")));
        Map<String, List<String>> named = Map.of("destination.host", List.of("cdn.example"));
        // When
        alerting.alert(to("named", named), START);
        alerting.alert(to("both", Map.of("destination.host", List.of("cdn.example", "evil.example"))), START);
        alerting.alert(to("silent", Map.of()), START);
        alerting.alert(to("elsewhere", named).setTenant("other"), START);
        alerting.alert(Alerts.of("other-rule", "bulk-read", Level.high).setTraces(named), START);
        alerting.alert(
                Alerts.about("actor", "lee", "other-actor", "phi-to-tracker", Level.high)
                        .setTraces(named),
                START);
        // Then
        assertThat(alerting.suppressions().values())
                .singleElement()
                .satisfies(kept -> assertThat(kept.getAlerts()).isEqualTo(1));
        assertThat(alerting.meters
                        .counter(AlertingMetrics.INPUTS, "outcome", "suppressed")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void anAlertThatAnIncidentTookInStaysWithIt() {
        // Given
        alerting.alert(alert("a1"), START);
        alerting.exception(exception().setRuleName("bulk-read"));
        // When
        alerting.alert(alert("a1").setRevision(2).setHits(40), START.plusSeconds(60));
        // Then
        assertThat(alerting.suppressions()).isEmpty();
        assertThat(alerting.incidents()
                        .get(KIM.incidentId(1))
                        .getAlerts()
                        .getFirst()
                        .getHits())
                .isEqualTo(40);
    }

    private static Alert.Builder alert(String alertId) {
        return Alerts.of(alertId, "bulk-read", Level.high);
    }

    private static Alert.Builder to(String alertId, Map<String, List<String>> traces) {
        return Alerts.of(alertId, "phi-to-tracker", Level.high).setTraces(traces);
    }

    private static ScopedException.Builder exception() {
        return ScopedException.newBuilder()
                .setExceptionId(ID)
                .setVersion(1)
                .setTenant("acme")
                .setValidFrom(START)
                .setValidUntil(END)
                .setOwner("dana")
                .setRequestedBy("dana")
                .setRequestedAt(START)
                .setApprovalNeeded(false);
    }
}
