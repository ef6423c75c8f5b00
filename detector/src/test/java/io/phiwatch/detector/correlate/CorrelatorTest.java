package io.phiwatch.detector.correlate;

import static io.phiwatch.detector.correlate.TestSignals.signal;
import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.TestRules;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertHit;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.Signal;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CorrelatorTest {
    private static final Duration TIMESPAN = Duration.ofMinutes(10);
    private static final long T = TIMESPAN.toMillis();
    private static final Duration MAX_DELAY = Duration.ofHours(1);
    private static final long START = 1_700_000_000_000L;

    private Correlator correlator = new Correlator(TestRules.eventCount("rule", "matched", 3, TIMESPAN), MAX_DELAY);
    private final GroupsInMemory memory = new GroupsInMemory();
    private final List<Alert> alerts = memory.alerts;
    private final List<AlertHit> hits = memory.hits;

    @Test
    void firesAtTheEventThatReachesTheThreshold() {
        // When
        see("a", START);
        see("b", START + 60_000);
        assertThat(alerts).isEmpty();
        see("c", START + 570_000);

        // Then
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.getRevision()).isEqualTo(1);
            assertThat(alert.getState()).isEqualTo(AlertState.open);
            assertThat(alert.getHits()).isEqualTo(3);
            assertThat(alert.getValue()).isEqualTo(3.0);
            assertThat(alert.getThreshold()).isEqualTo(3.0);
            assertThat(alert.getFirstEventTime().toEpochMilli()).isEqualTo(START);
            assertThat(alert.getLastEventTime().toEpochMilli()).isEqualTo(START + 570_000);
            assertThat(alert.getGroup()).containsExactlyEntriesOf(java.util.Map.of("actor.id", "staff-1"));
            assertThat(alert.getEvents()).extracting(EventRef::getEventId).containsExactly("a", "b", "c");
            assertThat(alert.getExplanation()).isEqualTo("3 events in 9 min 30 s by staff-1 (threshold 3 in 10 min)");
            assertThat(alert.getEntityKey()).startsWith("acme-");
            assertThat(alert.getControls()).containsExactly("soc2.CC6.1");
        });
    }

    @Test
    void countsEventsThatLieExactlyTheTimespanApart() {
        see("a", START);
        see("b", START + 1);
        see("c", START + T);

        assertThat(alerts).hasSize(1);
    }

    @Test
    void leavesOutAnEventOneMillisecondTooEarly() {
        see("a", START);
        see("b", START + 1);
        see("c", START + T + 1);

        assertThat(alerts).isEmpty();
    }

    @Test
    void countsARepeatedEventOnce() {
        see("a", START);
        see("b", START + 1);
        see("b", START + 1);

        assertThat(alerts).isEmpty();
    }

    @Test
    void firesForEventsInAnyOrder() {
        see("c", START + 2_000);
        see("a", START);
        see("b", START + 1_000);

        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.getEvents()).extracting(EventRef::getEventId).containsExactly("a", "b", "c");
            assertThat(alert.getFirstEventTime().toEpochMilli()).isEqualTo(START);
            assertThat(alert.getLastEventTime().toEpochMilli()).isEqualTo(START + 2_000);
        });
    }

    @Test
    void ordersEventsOfTheSameTimeById() {
        see("b", START);
        see("c", START);
        see("a", START);

        assertThat(alerts.getFirst().getEvents())
                .extracting(EventRef::getEventId)
                .containsExactly("a", "b", "c");
    }

    @Test
    void appendsHitsWhileHotAndRevisesOnceAMinute() {
        // Given
        fire();

        // When
        see("d", START + 10_000);
        see("e", START + 20_000);
        clock(START + 61_999);
        assertThat(alerts).hasSize(1);
        clock(START + 62_000);
        clock(START + 130_000);

        // Then
        assertThat(hits)
                .hasSize(2)
                .allSatisfy(hit ->
                        assertThat(hit.getAlertId()).isEqualTo(alerts.getFirst().getAlertId()));
        assertThat(alerts).hasSize(2);
        assertThat(alerts.get(1).getRevision()).isEqualTo(2);
        assertThat(alerts.get(1).getState()).isEqualTo(AlertState.open);
        assertThat(alerts.get(1).getHits()).isEqualTo(5);
        assertThat(alerts.get(1).getExplanation()).endsWith("; 5 events so far");
        assertThat(alerts.get(1).getAlertId()).isEqualTo(alerts.get(0).getAlertId());
    }

    @Test
    void endsAfterAQuietTimespanAndThenReArms() {
        // Given
        fire();

        // When
        clock(START + 2_000 + T - 1);
        assertThat(alerts).hasSize(1);
        clock(START + 2_000 + T);

        // Then
        assertThat(alerts).hasSize(2);
        assertThat(alerts.get(1).getState()).isEqualTo(AlertState.ended);
        assertThat(alerts.get(1).getRevision()).isEqualTo(2);

        // When
        IntStream.range(0, 3).forEach(i -> see("again-" + i, START + 3 * T + i));

        // Then
        assertThat(alerts).hasSize(3);
        assertThat(alerts.get(2).getAlertId()).isNotEqualTo(alerts.get(0).getAlertId());
        assertThat(alerts.get(2).getRevision()).isEqualTo(1);
    }

    @Test
    void aLateEventRevisesTheStartWithTheSameId() {
        // Given
        fire();

        // When
        seeAt("early", START - 5_000, START + 30_000);
        clock(START + 70_000);

        // Then
        assertThat(alerts).hasSize(2);
        assertThat(alerts.get(1).getAlertId()).isEqualTo(alerts.get(0).getAlertId());
        assertThat(alerts.get(1).getFirstEventTime().toEpochMilli()).isEqualTo(START - 5_000);
    }

    @Test
    void aLateHitOfAnEndedEpisodeOpensNoNewAlert() {
        // Given
        fire();
        clock(START + 2_000 + T);

        // When
        seeAt("late", START + 1_500, START + 2 * T);
        clock(START + 3 * T);

        // Then
        assertThat(hits).hasSize(1);
        assertThat(alerts)
                .extracting(Alert::getAlertId)
                .containsOnly(alerts.getFirst().getAlertId());
        assertThat(alerts.getLast().getState()).isEqualTo(AlertState.ended);
        assertThat(alerts.getLast().getHits()).isEqualTo(4);
    }

    @Test
    void forgetsTheGroupOnceNothingCanReachItAnyMore() {
        // Given
        see("a", START);

        // When
        clock(START + T + MAX_DELAY.toMillis());

        // Then
        assertThat(memory.entries()).isPositive();

        // When
        clock(START + T + MAX_DELAY.toMillis() + 1);

        // Then
        assertThat(memory.entries()).isZero();
    }

    @Test
    void tellsHowLateAnEventIsByTheDelayOfItsSource() {
        Signal signal = signal("a", START);

        assertThat(correlator.lateness(signal, new LogTime(START, START + 600_000)))
                .isZero();
        assertThat(correlator.lateness(signal, new LogTime(START, START + 600_001)))
                .isOne();
        assertThat(correlator.lateness(signal, new LogTime(LogTime.UNKNOWN, START)))
                .isNotPositive();
    }

    @Test
    void namesNumbersAndFieldsButNoCountedValue() {
        // Given
        correlator = new Correlator(TestRules.valueCount("rule", "matched", 3, TIMESPAN), MAX_DELAY);

        // When
        count(signal("a", START, List.of("token-1", "token-2"), null), START);
        count(signal("b", START + 3_661_000 % T, List.of("token-2", "token-3"), null), START);

        // Then
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.getExplanation())
                    .isEqualTo("3 distinct patients in 1 min 1 s by staff-1 (threshold 3 in 10 min)")
                    .doesNotContain("token");
            assertThat(alert.getPatientsCount()).isEqualTo(3);
        });
    }

    @Test
    void sumsAmountsOncePerEvent() {
        // Given
        correlator = new Correlator(TestRules.valueSum("rule", "matched", 1_000, TIMESPAN), MAX_DELAY);

        // When
        count(signal("a", START, List.of(), 600.0), START);
        count(signal("a", START, List.of(), 600.0), START);
        count(signal("b", START + 1, List.of(), -700.0), START);
        assertThat(alerts).isEmpty();
        count(signal("c", START + 2_000, List.of(), 400.0), START);

        // Then
        assertThat(alerts.getFirst().getExplanation())
                .isEqualTo("1,000 records.count in total in 2 s by staff-1 (threshold 1,000 in 10 min)");
    }

    @Test
    void aRuleThatChangedStartsItsWindowsAnew() {
        // Given
        see("a", START);
        see("b", START + 1);
        CorrelationRule other = TestRules.eventCount("other", "matched", 3, TIMESPAN);
        correlator = new Correlator(other, MAX_DELAY);

        // When
        see("c", START + 2);

        // Then
        assertThat(alerts).isEmpty();
    }

    private void fire() {
        see("a", START);
        see("b", START + 1_000);
        see("c", START + 2_000);
        assertThat(alerts).hasSize(1);
    }

    private void see(String id, long time) {
        seeAt(id, time, time);
    }

    private void seeAt(String id, long time, long clock) {
        count(signal(id, time), clock);
    }

    private void count(Signal signal, long clock) {
        memory.signal(correlator, signal, clock);
    }

    private void clock(long clock) {
        memory.clock(correlator, clock);
    }
}
