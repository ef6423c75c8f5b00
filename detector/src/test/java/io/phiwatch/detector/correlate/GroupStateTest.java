package io.phiwatch.detector.correlate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.detector.TestRules;
import io.phiwatch.detector.sigma.Bounds;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.CorrelationRule.Extensions;
import io.phiwatch.detector.sigma.CorrelationRule.Measure;
import io.phiwatch.detector.sigma.CorrelationRule.Type;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How much is kept, and how much is written. */
class GroupStateTest {
    private static final Duration TIMESPAN = Duration.ofMinutes(10);
    private static final Duration MAX_DELAY = Duration.ofMinutes(20);
    private static final long SECOND = 1_000;
    private static final long START = 1_700_000_000_000L;
    private static final List<String> RULES = List.of("a", "b", "c");
    private static final double UNREACHABLE = 1e12;

    private final GroupsInMemory memory = new GroupsInMemory();

    static Stream<Arguments> bounded() {
        return Stream.of(
                // Of a hot stretch, the events at its edges; of traffic, nothing.
                Arguments.of(rule(Type.EVENT_COUNT, 5), 60),
                Arguments.of(rule(Type.VALUE_COUNT, 5), 200),
                Arguments.of(rule(Type.VALUE_SUM, 5), 60),
                // Never hot: of six timespans at most, two of each value in each; repetitions go from some 500 events
                // on;
                // a 256th of a timespan; the latest of each step.
                Arguments.of(rule(Type.VALUE_COUNT, 50), 2 * 6 * 2 * 40),
                Arguments.of(rule(Type.TEMPORAL, 4), 512 + 4 * 4),
                Arguments.of(rule(Type.VALUE_SUM, UNREACHABLE), 2 * 6 * 257),
                Arguments.of(rule(Type.TEMPORAL_ORDERED, 4), 3 * 256 + 64));
    }

    @ParameterizedTest
    @MethodSource("bounded")
    void isBoundedWhateverTheTraffic(CorrelationRule rule, int most) {
        // Given
        Correlator correlator = new Correlator(rule, MAX_DELAY);
        Random random = new Random(42);
        long largest = 0;

        // When
        for (int i = 0; i < 10_000; i++) {
            long clock = START + i * SECOND;
            long time = clock - random.nextInt((int) MAX_DELAY.toSeconds()) * SECOND;
            memory.signal(correlator, signal(random, i, time), clock);
            memory.clock(correlator, clock);
            largest = Math.max(largest, memory.events());
        }

        // Then
        assertThat(largest).isLessThanOrEqualTo(most);
    }

    @Test
    void tellsThatStepsOfAChainWereForgotten() {
        // Given
        CorrelationRule rule = rule(Type.TEMPORAL_ORDERED, 3);
        Correlator correlator = new Correlator(rule, MAX_DELAY);

        // When
        for (int i = 0; i < 256; i++) {
            memory.signal(correlator, matched("b", i, START + i), START);
        }
        assertThat(memory.isLimited).isFalse();
        for (int i = 256; i < 400; i++) {
            memory.signal(correlator, matched("b", i, START + i), START);
        }

        // Then
        assertThat(memory.isLimited).isTrue();
    }

    @Test
    void keepsOfAChainOfTwoStepsWhatALateEventCanStillComplete() {
        // Given
        Measure both = new Measure(Bounds.atLeast(2), List.of(), null, null);
        Correlator correlator = new Correlator(
                TestRules.correlation(
                        "rule", Type.TEMPORAL_ORDERED, List.of("a", "b"), TIMESPAN, both, Extensions.NONE),
                MAX_DELAY);

        // When
        for (int i = 0; i < 2_000; i++) {
            memory.signal(correlator, matched("a", i, START + i), START);
        }
        assertThat(memory.events()).isLessThan(400);
        memory.signal(correlator, matched("b", 2_000, START + 500), START);

        // Then
        assertThat(memory.isLimited).isFalse();
        assertThat(memory.alerts)
                .singleElement()
                .satisfies(alert -> assertThat(alert.getExplanation())
                        .isEqualTo("a then b within 500 ms by staff-1 (in this order within 10 min)"));
    }

    @Test
    void statesHowExactMergedSumsAreAndIsThatExact() {
        // Given
        int amounts = 20_000;
        Correlator correlator = new Correlator(rule(Type.VALUE_SUM, amounts), MAX_DELAY);

        // When
        for (int i = 0; i < amounts; i++) {
            long time = START + i * 10L;
            memory.signal(correlator, TestSignals.signal("event-" + i, time, List.of(), 1.0), time);
        }

        // Then
        assertThat(memory.alerts).singleElement().satisfies(alert -> {
            assertThat(alert.getValue()).isEqualTo(amounts);
            assertThat(alert.getHits()).isEqualTo(amounts);
            assertThat(alert.getExplanation()).endsWith("(threshold 20,000 in 10 min, exact to 2 s)");
        });
    }

    @Test
    void aColdSignalWritesOneSmallRecordAndAHitLittleMore() {
        // Given
        Correlator correlator = new Correlator(rule(Type.EVENT_COUNT, 20), MAX_DELAY);
        memory.signal(correlator, hexId(0), START);

        // When
        memory.bytesWritten = 0;
        memory.signal(correlator, hexId(1), START + SECOND);

        // Then: the head, with both events
        assertThat(memory.bytesWritten).isLessThanOrEqualTo(150);

        // When
        memory.signal(correlator, hexId(2), START + 2 * SECOND);
        memory.bytesWritten = 0;
        memory.signal(correlator, hexId(3), START + 3 * SECOND);

        // Then
        assertThat(memory.bytesWritten).isLessThanOrEqualTo(90);

        // When
        for (int i = 4; i < 60; i++) {
            memory.signal(correlator, hexId(i), START + i * SECOND);
        }
        assertThat(memory.alerts).hasSize(1);
        memory.bytesWritten = 0;
        memory.signal(correlator, hexId(60), START + 60 * SECOND);

        // Then: the new event, one that is forgotten, and the head
        assertThat(memory.bytesWritten).isLessThanOrEqualTo(240);
    }

    @Test
    void whatSeveralRulesCountOfOneActorIsOneRecordWithOneTimer() {
        // Given
        List<Correlator> correlators = Stream.of("rule", "second", "third")
                .map(id -> new Correlator(counting(id, 2), MAX_DELAY))
                .toList();

        // When
        memory.signals(correlators, hexId(0), START);

        // Then
        assertThat(memory.bundles()).isOne();
        assertThat(memory.timers()).isOne();

        // When
        memory.restart();
        memory.signals(correlators, hexId(1), START + SECOND);

        // Then
        assertThat(memory.alerts).hasSize(3);

        // When
        for (int i = 0; i < 9; i++) {
            memory.clock(correlators, START + i * TIMESPAN.toMillis());
        }

        // Then
        assertThat(memory.entries()).isZero();
    }

    @Test
    void aSignalThatFailsLeavesTheGroupAsItWas() {
        // Given
        Correlator correlator = new Correlator(rule(Type.EVENT_COUNT, 3), MAX_DELAY);
        memory.signal(correlator, hexId(0), START);

        // When
        assertThatThrownBy(() -> memory.fail(correlator, hexId(1), START + SECOND))
                .hasMessage("expected");
        memory.signal(correlator, hexId(2), START + 2 * SECOND);

        // Then
        assertThat(memory.alerts).isEmpty();

        // When
        memory.signal(correlator, hexId(1), START + 3 * SECOND);

        // Then
        assertThat(memory.alerts).hasSize(1);
    }

    @Test
    void atTheLimitTheGroupGoesThatExpiresSoonestAndHasNoOpenAlert() {
        // Given
        GroupsInMemory full = new GroupsInMemory(3);
        Correlator correlator = new Correlator(rule(Type.EVENT_COUNT, 2), MAX_DELAY);
        Signal open = ofGroup("open", 0, START);
        Signal soonest = ofGroup("soonest", 2, START + 1);
        Signal later = ofGroup("later", 3, START + 2 * SECOND);
        Signal newest = ofGroup("newest", 4, START + 3 * SECOND);
        full.signal(correlator, open, START);
        full.signal(correlator, ofGroup("open", 1, START), START);
        full.signal(correlator, soonest, START);
        full.signal(correlator, later, START);
        assertThat(full.makeRoom(correlator, later)).isFalse();

        // When
        full.signal(correlator, newest, START);
        boolean hasMadeRoom = full.makeRoom(correlator, newest);

        // Then
        assertThat(hasMadeRoom).isTrue();
        assertThat(full.knows(soonest)).isFalse();
        assertThat(Stream.of(open, later, newest)).allMatch(full::knows);
        assertThat(full.makeRoom(correlator, newest)).isFalse();
    }

    @Test
    void aLateEventJoinsTwoEpisodesAndTheOneToldFirstStays() {
        // Given
        Correlator correlator = new Correlator(rule(Type.EVENT_COUNT, 2), MAX_DELAY);
        long apart = TIMESPAN.toMillis() + 1;
        memory.signal(correlator, matched("a", 0, START + apart), START + apart);
        memory.signal(correlator, matched("a", 1, START + apart), START + apart);
        memory.signal(correlator, matched("a", 2, START), START + apart);
        memory.signal(correlator, matched("a", 3, START), START + apart);
        assertThat(memory.alerts).hasSize(2);
        String toldFirst = memory.alerts.getFirst().getAlertId();

        // When
        memory.restart();
        memory.signal(correlator, matched("a", 4, START + SECOND), START + apart);
        memory.clock(correlator, START + 2 * apart);

        // Then
        assertThat(memory.alerts)
                .extracting(Alert::getState)
                .extracting(Enum::name)
                .containsExactly("open", "open", "superseded", "ended");
        Alert last = memory.alerts.getLast();
        assertThat(last.getAlertId()).isEqualTo(toldFirst);
        assertThat(last.getFirstEventTime().toEpochMilli()).isEqualTo(START);
        assertThat(last.getLastEventTime().toEpochMilli()).isEqualTo(START + apart);
        assertThat(last.getHits()).isEqualTo(5);
        assertThat(last.getFiredAt().toEpochMilli()).isEqualTo(START + apart);
    }

    private static Signal signal(Random random, int number, long time) {
        List<String> values = List.of("patient-" + random.nextInt(40));
        return Signal.newBuilder(TestSignals.signal("event-" + number, time, values, 1.0))
                .setMatchedRule(RULES.get(random.nextInt(RULES.size())))
                .build();
    }

    private static Signal matched(String rule, int number, long time) {
        return Signal.newBuilder(TestSignals.signal("event-" + number, time))
                .setMatchedRule(rule)
                .build();
    }

    private static Signal ofGroup(String group, int number, long time) {
        return Signal.newBuilder(TestSignals.signal("event-" + number, time))
                .setGroup(List.of(group))
                .build();
    }

    private static Signal hexId(int number) {
        String id = String.format(Locale.ROOT, "%032x", number);
        return TestSignals.signal(id, START + number * SECOND, List.of(), null);
    }

    private static CorrelationRule counting(String id, double threshold) {
        Measure measure = new Measure(Bounds.atLeast(threshold), List.of(), null, null);
        return TestRules.correlation(id, Type.EVENT_COUNT, RULES, TIMESPAN, measure, Extensions.NONE);
    }

    private static CorrelationRule rule(Type type, double threshold) {
        Measure measure = new Measure(Bounds.atLeast(threshold), List.of("patients"), null, null);
        return TestRules.correlation("rule", type, RULES, TIMESPAN, measure, Extensions.NONE);
    }
}
