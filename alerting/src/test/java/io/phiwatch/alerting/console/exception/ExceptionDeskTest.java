package io.phiwatch.alerting.console.exception;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.console.access.User;
import io.phiwatch.alerting.console.exception.ExceptionDesk.Answer;
import io.phiwatch.alerting.console.exception.ExceptionDesk.Reason;
import io.phiwatch.alerting.suppress.ExceptionScope;
import io.phiwatch.alerting.text.ReversedTextSeals;
import io.phiwatch.schema.ScopedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ExceptionDeskTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final User DANA = new User("dana", "responder", Set.of());
    private static final User LEAD = new User("lead", "compliance", Set.of());

    private final List<ScopedException> written = new ArrayList<>();
    private final ExceptionModel model = new ExceptionModel();
    private final ExceptionDesk desk = desk(true);

    @Test
    void holdsOnceAnotherPersonHasApprovedIt() {
        // Given
        ScopedException asked = done(desk.add(body("bulk-read", "nurse.kim"), DANA));
        // When
        Answer byAnother = desk.approve(asked.getExceptionId(), LEAD);
        // Then
        assertThat(ExceptionScope.isInForce(asked, NOW)).isFalse();
        assertThat(ExceptionScope.isInForce(done(byAnother), NOW)).isTrue();
        assertThat(done(byAnother).getApprovedBy()).isEqualTo("lead");
        assertThat(written).hasSize(2);
    }

    @Test
    void whoeverAskedCannotApprove() {
        // Given
        ScopedException asked = done(desk.add(body("bulk-read", "nurse.kim"), LEAD));
        // When
        Answer answer = desk.approve(asked.getExceptionId(), LEAD);
        // Then
        assertThat(answer).isEqualTo(new Answer.Refused(Reason.same_person));
        assertThat(written).hasSize(1);
    }

    @Test
    void refusesRolesAndTenantsThatMayNot() {
        // Given
        ScopedException asked = done(desk.add(body("bulk-read", "nurse.kim"), DANA));
        User viewer = new User("vic", "viewer", Set.of());
        User stranger = new User("sam", "admin", Set.of("other"));
        Answer forbidden = new Answer.Refused(Reason.forbidden);
        // Then
        assertThat(desk.add(body("bulk-read", "nurse.kim"), viewer)).isEqualTo(forbidden);
        assertThat(desk.add(body("bulk-read", "nurse.kim"), stranger)).isEqualTo(forbidden);
        assertThat(desk.approve(asked.getExceptionId(), stranger)).isEqualTo(forbidden);
        assertThat(desk.approve(asked.getExceptionId(), DANA)).isEqualTo(forbidden);
        assertThat(desk.remove(asked.getExceptionId(), viewer)).isEqualTo(forbidden);
        assertThat(desk.remove("xnone", LEAD)).isEqualTo(new Answer.Refused(Reason.not_found));
        assertThat(written).hasSize(1);
    }

    @Test
    void endsAtOnceWhenItIsTakenBack() {
        // Given
        ScopedException asked = done(desk(false).add(body("bulk-read", "nurse.kim"), DANA));
        // When
        ScopedException ended = done(desk.remove(asked.getExceptionId(), DANA));
        // Then
        assertThat(ExceptionScope.isInForce(asked, NOW)).isTrue();
        assertThat(ExceptionScope.isInForce(ended, NOW)).isFalse();
        assertThat(desk.remove(asked.getExceptionId(), DANA)).isEqualTo(new Answer.Refused(Reason.invalid_transition));
    }

    @Test
    void takesNothingThatIsOverOrNamesAPatient() {
        // When
        ExceptionBody over =
                new ExceptionBody("acme", "bulk-read", null, null, Map.of(), NOW, "planned load test", "dana");
        // Then
        assertThat(desk.add(over, DANA)).isEqualTo(new Answer.Refused(Reason.ended));
        assertThat(desk.add(body("bulk-read", "SSN-078-05-1120"), DANA))
                .isEqualTo(new Answer.Refused(Reason.phi_in_scope));
        assertThat(written).isEmpty();
    }

    @Test
    void keepsTheReasonSealed() {
        // When
        ScopedException asked = done(desk.add(body("bulk-read", "nurse.kim"), DANA));
        // Then
        assertThat(asked.getSealedReason()).isNotNull();
        assertThat(asked.toString()).doesNotContain("load test");
    }

    private ExceptionDesk desk(boolean needsApproval) {
        ExceptionLog log = new ExceptionLog() {
            @Override
            public void append(ScopedException exception) {
                written.add(exception);
            }

            @Override
            public void close() {
                // holds nothing
            }
        };
        return new ExceptionDesk(model, log, new ReversedTextSeals(), () -> NOW, needsApproval);
    }

    private static ExceptionBody body(String rule, String entity) {
        return new ExceptionBody(
                "acme", rule, "actor", entity, Map.of(), NOW.plus(Duration.ofDays(7)), "a load test", "dana");
    }

    private static ScopedException done(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done) answer).exception();
    }
}
