package io.phiwatch.launcher.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.launcher.scope.IncidentScope.Basis;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class IncidentScopeTest {
    private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
    private static final Instant END = START.plusSeconds(600);

    @Test
    void listsWhomTheGroupTouchedBeyondTheEventsThatTheAlertKept() {
        // Given
        ScopeQuestion question = new ScopeQuestion();
        question.add(alert(Map.of("actor.id", "kim")));
        question.addHit("e1", START);
        IncidentScope scope = new IncidentScope(question);
        // When
        scope.take(event("e1", START, "kim", 2, "p1", "p2").build());
        scope.take(event("e1", START, "kim", 2, "p1", "p2").build());
        scope.take(event("e2", END, "kim", 3, "p2", "p3").build());
        scope.take(event("e3", END.plusMillis(1), "kim", 3, "p4").build());
        scope.take(event("e4", END, "lee", 3, "p5").build());
        scope.take(event("e5", END, "kim", 3, "p6").setTenant("other").build());
        // Then
        assertThat(scope.people()).containsOnlyKeys("p1", "p2", "p3");
        assertThat(scope.people().get("p2").tier()).isEqualTo(3);
        assertThat(scope.people().get("p2").basis()).isEqualTo(Basis.hit);
        assertThat(scope.people().get("p3").basis()).isEqualTo(Basis.activity);
        assertThat(scope.byTier()).containsExactlyInAnyOrderEntriesOf(Map.of(3, 2L, 2, 1L));
        assertThat(scope.byJurisdiction(Map.of("p1", "CA", "p2", "CA"), "unknown"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("CA", 2L, "unknown", 1L));
        assertThat(scope.hits()).isEqualTo(1);
        assertThat(scope.others()).isEqualTo(1);
        assertThat(scope.missing()).isZero();
    }

    @Test
    void accessesThatWereRefusedAffectNobody() {
        // Given
        ScopeQuestion question = new ScopeQuestion();
        question.addHit("e1", START);
        question.addHit("gone", START);
        IncidentScope scope = new IncidentScope(question);
        // When
        scope.take(event("e1", START, "kim", 3, "p1").setOutcome(Outcome.denied).build());
        // Then
        assertThat(scope.people()).isEmpty();
        assertThat(scope.refused()).isEqualTo(1);
        assertThat(scope.missing()).isEqualTo(1);
    }

    @Test
    void countsPeopleWhomAnEventDoesNotName() {
        // Given
        ScopeQuestion question = new ScopeQuestion();
        question.addHit("e1", START);
        IncidentScope scope = new IncidentScope(question);
        // When
        scope.take(event("e1", START, "kim", 3, "p1").setPatientsCount(400L).build());
        // Then
        assertThat(scope.unlisted()).isEqualTo(399);
    }

    private static Alert alert(Map<String, String> group) {
        return Alert.newBuilder()
                .setAlertId("a1")
                .setRevision(1)
                .setState(AlertState.open)
                .setRuleId("r")
                .setRuleName("r")
                .setRuleTitle("R")
                .setRuleVersion("v")
                .setLevel(Level.high)
                .setTenant("acme")
                .setEnvironment(Environment.production)
                .setSurfaces(List.of(Surface.portal))
                .setEntityKind("actor")
                .setEntityId("kim")
                .setEntityKey("acme-0")
                .setGroup(group)
                .setFirstEventTime(START)
                .setLastEventTime(END)
                .setDetectedAt(END)
                .setHits(20)
                .setExplanation("x")
                .setEvents(List.of())
                .setLate(false)
                .build();
    }

    private static AccessEvent.Builder event(String id, Instant time, String actor, int tier, String... patients) {
        return AccessEvent.newBuilder()
                .setEventId(id)
                .setEventTime(time)
                .setEventReceived(time)
                .setTenant("acme")
                .setEnvironment(Environment.production)
                .setSurface(Surface.portal)
                .setSourceId("fhir")
                .setSourcePlatform("fhir")
                .setSourceMaxDelayMs(0)
                .setSourceRepeats(false)
                .setAction(Action.read)
                .setOutcome(Outcome.success)
                .setActorKind(ActorKind.staff)
                .setActorId(actor)
                .setPatients(List.of(patients))
                .setPhiTier(tier);
    }
}
