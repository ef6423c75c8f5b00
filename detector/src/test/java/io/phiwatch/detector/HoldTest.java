package io.phiwatch.detector;

import static io.phiwatch.detector.DetectorFixture.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.ReferenceRow;
import io.phiwatch.schema.ReferenceTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules with a hold judge with what was recorded until it is over. */
final class HoldTest {
    private static final Duration HOLD = Duration.ofMinutes(15);
    private static final Duration SETTLED = HOLD.plusSeconds(2);
    private static final Duration MILLI = Duration.ofMillis(1);

    private static final RuleSet RULES = RuleSet.of(List.of(new RuleFile("change.yml", """
            title: Change
            name: change
            logsource: {category: access, product: phiwatch}
            detection:
              change: {action: install, context.approval.covered: false}
              condition: change
            phiwatch: {hold: 15m}
            ---
            title: Many changes
            name: many-changes
            correlation:
              type: event_count
              rules: [change]
              group-by: [actor.id]
              timespan: 1m
              condition: {gte: 2}
              generate: true
            """)));

    @Test
    void firesWhenTheHoldIsOverAndNoApprovalCame() {
        try (DetectorFixture detector = detector()) {
            // Given
            detector.know(approval("other", START));
            detector.see(change("e-1", 0));
            detector.tick(SETTLED.minus(MILLI));
            assertThat(detector.alerts()).isEmpty();

            // When
            detector.tick(SETTLED);

            // Then
            assertThat(detector.alerts()).singleElement().satisfies(alert -> {
                assertThat(alert.getDetectedAt()).isEqualTo(START.plus(HOLD));
                assertThat(alert.getFirstEventTime()).isEqualTo(START);
                assertThat(alert.getEvents().getFirst().getOffset()).isZero();
            });
            assertThat(detector.entries(DetectorTopology.HELD_MATCHES)).isZero();
        }
    }

    @Test
    void anApprovalThatIsRecordedInTimeExcuses() {
        try (DetectorFixture detector = detector()) {
            detector.know(approval("other", START));
            detector.see(change("e-1", 0));
            detector.know(approval("gallery", START.plus(HOLD)));

            detector.tick(SETTLED);

            assertThat(detector.alerts()).isEmpty();
        }
    }

    @Test
    void aMillisecondLaterItDoesNotAlsoWhereItIsAlreadyKnown() {
        try (DetectorFixture detector = detector()) {
            detector.know(approval("other", START));
            detector.know(approval("gallery", START.plus(HOLD).plus(MILLI)));
            detector.see(change("e-1", 0));

            detector.tick(SETTLED);

            assertThat(detector.alerts()).hasSize(1);
        }
    }

    @Test
    void aTableThatIsNotLoadedLeavesTheRuleBlind() {
        try (DetectorFixture detector = detector()) {
            detector.see(change("e-1", 0));
            detector.know(approval("other", START.plusSeconds(60)));

            detector.tick(SETTLED);

            assertThat(detector.alerts()).isEmpty();
        }
    }

    @Test
    void outlivesARestart() {
        try (DetectorFixture detector = detector();
                DetectorFixture next = detector()) {
            detector.know(approval("other", START));
            detector.see(change("e-1", 0));

            next.takeOver(detector);
            next.know(approval("other", START));
            next.tick(SETTLED);

            assertThat(next.alerts()).hasSize(1);
        }
    }

    @Test
    void heldMatchesAreCountedAsExactlyAsOthers() {
        try (DetectorFixture detector = detector()) {
            // Given an event that came as late as its source may be
            detector.know(approval("other", START));
            detector.see(change("e-1", 0), Duration.ofMinutes(10));
            detector.see(change("e-2", 60), Duration.ofMinutes(10));

            // When
            for (int second = 600; second < 1_600; second++) {
                detector.tick(Duration.ofSeconds(second));
            }

            // Then
            assertThat(detector.alerts())
                    .filteredOn(alert -> alert.getRuleName().equals("many-changes"))
                    .first()
                    .extracting(Alert::getHits)
                    .isEqualTo(2L);
            assertThat(detector.lateEvents()).isEmpty();
        }
    }

    @Test
    void judgesNoMoreThanFitsIntoATransactionAtOnce() {
        try (DetectorFixture detector = detector()) {
            detector.know(approval("other", START));
            for (int i = 0; i < 501; i++) {
                detector.see(change("e-" + i, 0));
            }

            detector.tick(SETTLED);
            assertThat(changes(detector)).hasSize(500);

            detector.tick(SETTLED.plusSeconds(1));
            assertThat(changes(detector)).hasSize(1);
        }
    }

    private static DetectorFixture detector() {
        return DetectorFixture.of(RULES);
    }

    private static List<Alert> changes(DetectorFixture detector) {
        return detector.alerts().stream()
                .filter(alert -> alert.getRuleName().equals("change"))
                .toList();
    }

    private static AccessEvent change(String id, int second) {
        return TestEvents.read(id, START.plusSeconds(second), "ann")
                .setAction(Action.install)
                .setObjectType("plugin")
                .setObjectId("gallery")
                .build();
    }

    private static ReferenceRow approval(String target, Instant recorded) {
        return ReferenceRows.row(
                        ReferenceTable.approvals, "C-" + target, recorded, "status", "approved", "target", target)
                .build();
    }
}
