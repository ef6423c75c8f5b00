package io.phiwatch.detector.correlate;

import static io.phiwatch.detector.sigma.Bounds.Operator.EQ;
import static io.phiwatch.detector.sigma.Bounds.Operator.GT;
import static io.phiwatch.detector.sigma.Bounds.Operator.GTE;
import static io.phiwatch.detector.sigma.Bounds.Operator.LT;
import static io.phiwatch.detector.sigma.Bounds.Operator.LTE;
import static io.phiwatch.detector.sigma.Bounds.Operator.NEQ;
import static io.phiwatch.detector.sigma.CorrelationRule.Type.EVENT_COUNT;
import static io.phiwatch.detector.sigma.CorrelationRule.Type.TEMPORAL;
import static io.phiwatch.detector.sigma.CorrelationRule.Type.TEMPORAL_ORDERED;
import static io.phiwatch.detector.sigma.CorrelationRule.Type.VALUE_AVG;
import static io.phiwatch.detector.sigma.CorrelationRule.Type.VALUE_COUNT;
import static io.phiwatch.detector.sigma.CorrelationRule.Type.VALUE_MEDIAN;
import static io.phiwatch.detector.sigma.CorrelationRule.Type.VALUE_PERCENTILE;
import static io.phiwatch.detector.sigma.CorrelationRule.Type.VALUE_SUM;
import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.TestRules;
import io.phiwatch.detector.sigma.Bounds;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.CorrelationRule.Extensions;
import io.phiwatch.detector.sigma.CorrelationRule.Ratio;
import io.phiwatch.detector.sigma.CorrelationRule.Type;
import io.phiwatch.detector.sigma.Presence;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Seeded random streams, shuffled within the max delay, with ties, repetitions and restarts: in the end the alerts of
 * each rule are those that brute force finds in the sorted stream.
 */
@Execution(ExecutionMode.CONCURRENT)
class ArrivalOrderTest {
    private static final int STREAMS = 2_000;
    private static final int EVENTS = 40;
    private static final Duration TIMESPAN = Duration.ofSeconds(100);
    private static final Duration MAX_DELAY = Duration.ofSeconds(250);
    private static final long SECOND = 1_000;
    private static final long START = 1_700_000_000_000L;
    private static final List<String> RULES = List.of("a", "b", "c");

    private static final Presence A_AND_B_OR_C =
            new Presence.All(List.of(seen("a"), new Presence.Any(List.of(seen("b"), seen("c")))));
    private static final Presence A_AND_B_NOT_C =
            new Presence.All(List.of(seen("a"), seen("b"), new Presence.No(seen("c"))));

    static Stream<Arguments> rules() {
        return Stream.of(
                rule("event count gte", EVENT_COUNT, bound(GTE, 4)),
                rule("event count gte 1", EVENT_COUNT, bound(GTE, 1)),
                rule("event count gt", EVENT_COUNT, bound(GT, 2)),
                rule("event count range", EVENT_COUNT, bound(GTE, 3, LTE, 5)),
                rule("event count lt", EVENT_COUNT, bound(LT, 3)),
                rule("event count lte", EVENT_COUNT, bound(LTE, 3)),
                rule("event count eq", EVENT_COUNT, bound(EQ, 3)),
                rule("event count neq", EVENT_COUNT, bound(NEQ, 3)),
                rule("ratio", EVENT_COUNT, bound(GTE, 3), null, null, ratio("a", bound(GTE, 0.6))),
                rule("ratio below", EVENT_COUNT, bound(GTE, 2), null, null, ratio("a", bound(LT, 0.4))),
                rule("value count gte", VALUE_COUNT, bound(GTE, 4)),
                rule("value count gt", VALUE_COUNT, bound(GT, 2)),
                rule("value count range", VALUE_COUNT, bound(GTE, 2, LT, 4)),
                rule("value count lt", VALUE_COUNT, bound(LT, 3)),
                rule("value count eq", VALUE_COUNT, bound(EQ, 3)),
                rule("value count neq", VALUE_COUNT, bound(NEQ, 2)),
                rule("max per value", VALUE_COUNT, bound(GTE, 3), null, null, new Extensions(1, null, null, null)),
                rule("sequence", VALUE_COUNT, bound(GTE, 4), null, null, new Extensions(null, null, 2, null)),
                rule("sequence lte", VALUE_COUNT, bound(LTE, 2), null, null, new Extensions(null, null, 1, null)),
                rule("value sum gte", VALUE_SUM, bound(GTE, 7)),
                rule("value sum gt", VALUE_SUM, bound(GT, 4)),
                rule("value sum lt", VALUE_SUM, bound(LT, 5)),
                rule("value avg gt", VALUE_AVG, bound(GT, 2.5)),
                rule("value avg range", VALUE_AVG, bound(GTE, 1, LTE, 2)),
                rule("value median lte", VALUE_MEDIAN, bound(LTE, 1.5)),
                rule("value percentile gte", VALUE_PERCENTILE, bound(GTE, 3), 90.0, null, Extensions.NONE),
                rule("temporal all", TEMPORAL, bound(GTE, 3)),
                rule("temporal two of three", TEMPORAL, bound(GTE, 2)),
                rule("temporal eq", TEMPORAL, bound(EQ, 2)),
                rule("temporal positive condition", TEMPORAL, bound(GTE, 1), null, A_AND_B_OR_C, Extensions.NONE),
                rule("temporal with not", TEMPORAL, bound(GTE, 1), null, A_AND_B_NOT_C, Extensions.NONE),
                rule("ordered three steps", TEMPORAL_ORDERED, bound(GTE, 3)),
                rule("ordered two of three", TEMPORAL_ORDERED, bound(GTE, 2)),
                rule("ordered lte", TEMPORAL_ORDERED, bound(LTE, 1)),
                rule(
                        "ordered positive condition",
                        TEMPORAL_ORDERED,
                        bound(GTE, 1),
                        null,
                        A_AND_B_OR_C,
                        Extensions.NONE),
                rule("ordered with not", TEMPORAL_ORDERED, bound(GTE, 1), null, A_AND_B_NOT_C, Extensions.NONE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void arrivalOrderChangesNothing(String name, CorrelationRule rule) {
        // Given
        GroupsInMemory memory = new GroupsInMemory();
        EpisodeOracle oracle = new EpisodeOracle(rule);
        long fired = 0;

        for (int seed = 0; seed < STREAMS; seed++) {
            // When
            memory.alerts.clear();
            boolean hasRepetitions = seed % 2 == 1;
            List<Signal> arrived = run(memory, rule, seed, hasRepetitions);

            // Then
            List<EpisodeOracle.Expected> expected = oracle.episodes(arrived);
            assertThat(comparable(EpisodeOracle.told(memory.alerts), hasRepetitions))
                    .as("%s, stream %d", name, seed)
                    .isEqualTo(comparable(expected, hasRepetitions));
            assertRevisions(memory.alerts);
            fired += expected.size();
            assertThat(memory.entries())
                    .as("%s, what is left of stream %d", name, seed)
                    .isZero();
        }
        assertThat(fired).isGreaterThan(STREAMS / 10);
    }

    /** A repetition may be one more hit where a hot stretch has forgotten ids. */
    private static List<EpisodeOracle.Expected> comparable(
            List<EpisodeOracle.Expected> episodes, boolean hasRepetitions) {
        return episodes.stream()
                .map(it -> hasRepetitions ? new EpisodeOracle.Expected(it.first(), it.last(), 0) : it)
                .toList();
    }

    private static void assertRevisions(List<Alert> alerts) {
        Map<String, Alert> last = new HashMap<>();
        for (Alert alert : alerts) {
            Alert before = last.put(alert.getAlertId(), alert);
            assertThat(alert.getRevision()).isEqualTo(before == null ? 1 : before.getRevision() + 1);
            assertThat(before == null || before.getState() != AlertState.superseded)
                    .isTrue();
        }
        assertThat(last.values()).extracting(Alert::getState).doesNotContain(AlertState.open);
    }

    /** Runs one stream to its end; what arrived, with repetitions. */
    private static List<Signal> run(GroupsInMemory memory, CorrelationRule rule, int seed, boolean hasRepetitions) {
        Random random = new Random(seed);
        Correlator correlator = new Correlator(rule, MAX_DELAY);
        long density = 1 + random.nextInt(60);
        List<Signal> arrived = new ArrayList<>();
        long clock = START + seed * Duration.ofDays(1).toMillis();
        for (int i = 0; i < EVENTS; i++) {
            clock += random.nextLong(density) * SECOND;
            boolean isLate = random.nextInt(3) == 0;
            long time = clock - (isLate ? random.nextLong(MAX_DELAY.toSeconds() + 1) * SECOND : 0);
            Signal signal = signal(rule, random, "group-" + seed, i, time);
            memory.signal(correlator, signal, clock);
            arrived.add(signal);
            if (hasRepetitions && random.nextInt(6) == 0) {
                repeat(memory, correlator, arrived.get(random.nextInt(arrived.size())), clock);
            }
            if (random.nextInt(4) == 0) {
                memory.clock(correlator, clock);
            }
            if (random.nextInt(8) == 0) {
                memory.restart();
            }
        }
        while (memory.entries() > 0
                && clock < START + (seed + 1) * Duration.ofDays(1).toMillis()) {
            clock += 50 * SECOND;
            memory.clock(correlator, clock);
        }
        return arrived;
    }

    private static void repeat(GroupsInMemory memory, Correlator correlator, Signal signal, long clock) {
        if (correlator.lateness(signal, new LogTime(clock, clock)) <= 0) {
            memory.signal(correlator, signal, clock);
        }
    }

    private static Signal signal(CorrelationRule rule, Random random, String group, int number, long time) {
        List<String> values = rule.extensions().sequence() != null
                ? List.of(Integer.toString(100 + random.nextInt(6)))
                : random.ints(1 + random.nextInt(2), 0, 6)
                        .mapToObj(value -> "patient-" + value)
                        .distinct()
                        .toList();
        // Ids do not follow the order of arrival, so that ties in time are ordered by something else.
        List<String> matched = matched(random);
        String id = Integer.toHexString(Integer.reverse(number)) + '-' + group;
        return Signal.newBuilder(TestSignals.signal(id, time, values, (double) random.nextInt(5)))
                .setRuleId(rule.metadata().id())
                .setMatchedRule(matched.getFirst())
                .setAlsoMatched(matched.subList(1, matched.size()))
                .setMaxDelayMs(MAX_DELAY.toMillis())
                .setGroup(List.of(group))
                .build();
    }

    /** Of four events, one matches two of the rules at once. */
    private static List<String> matched(Random random) {
        int first = random.nextInt(RULES.size());
        int second = random.nextInt(4) == 0 ? random.nextInt(RULES.size()) : first;
        return IntStream.of(first, second)
                .sorted()
                .distinct()
                .mapToObj(RULES::get)
                .toList();
    }

    private static Arguments rule(String name, Type type, Bounds bounds) {
        return rule(name, type, bounds, null, null, Extensions.NONE);
    }

    private static Arguments rule(
            String name,
            Type type,
            Bounds bounds,
            @Nullable Double percentile,
            @Nullable Presence presence,
            Extensions extensions) {
        CorrelationRule.Measure measure =
                new CorrelationRule.Measure(bounds, List.of("patients"), percentile, presence);
        return Arguments.of(name, TestRules.correlation("rule", type, RULES, TIMESPAN, measure, extensions));
    }

    private static Extensions ratio(String of, Bounds bounds) {
        return new Extensions(null, new Ratio(of, bounds), null, null);
    }

    private static Presence seen(String rule) {
        return new Presence.Seen(rule);
    }

    private static Bounds bound(Bounds.Operator operator, double value) {
        return new Bounds(List.of(new Bounds.Comparison(operator, value)));
    }

    private static Bounds bound(Bounds.Operator lower, double from, Bounds.Operator upper, double to) {
        return new Bounds(List.of(new Bounds.Comparison(lower, from), new Bounds.Comparison(upper, to)));
    }
}
