package io.phiwatch.detector.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.TestRules;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.schema.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares windows with brute force over everything that ever arrived, on seeded random streams. */
class WindowOracleTest {
    private static final int STREAMS = 1_500;
    private static final int EVENTS = 60;
    private static final long TIMESPAN = 100;
    private static final long MAX_DELAY = 250;

    @ParameterizedTest
    @EnumSource(
            value = CorrelationRule.Type.class,
            names = {"EVENT_COUNT", "VALUE_COUNT", "VALUE_SUM"})
    void firesIfAndOnlyIfSomeWindowReachesTheThreshold(CorrelationRule.Type type) {
        for (int seed = 0; seed < STREAMS; seed++) {
            assertAgreesWithOracle(type, seed);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CorrelationRule.Type.class,
            names = {"EVENT_COUNT", "VALUE_COUNT", "VALUE_SUM"})
    void stateIsBoundedByTheThresholdAndNotByTheTraffic(CorrelationRule.Type type) {
        // Given
        int threshold = 5;
        Random random = new Random(42);
        CorrelationRule rule = rule(type, threshold);
        Window window = Window.EMPTY;
        int largest = 0;

        // When
        for (int i = 0; i < 20_000; i++) {
            long clock = 10_000 + i;
            Signal signal = signal(random, i, clock - random.nextLong(MAX_DELAY));
            window = window.since(clock - MAX_DELAY - TIMESPAN)
                    .next(rule, Hit.of(type, signal))
                    .window();
            largest = Math.max(largest, window.entries().size() + window.hot().size());
        }

        // Then
        assertThat(largest).isLessThan(4 * threshold * (int) (2 + MAX_DELAY / TIMESPAN));
    }

    private static void assertAgreesWithOracle(CorrelationRule.Type type, int seed) {
        Random random = new Random(seed);
        CorrelationRule rule = rule(type, 1 + random.nextInt(6));
        long density = 5 + random.nextInt(60);
        List<Signal> arrived = new ArrayList<>();
        Window window = Window.EMPTY;
        long clock = 10_000;
        for (int i = 0; i < EVENTS; i++) {
            clock += random.nextLong(density);
            boolean isRepeated = !arrived.isEmpty() && random.nextInt(8) == 0;
            Signal signal = isRepeated
                    ? arrived.get(random.nextInt(arrived.size()))
                    : signal(random, i, clock - (random.nextInt(3) == 0 ? random.nextLong(MAX_DELAY + 1) : 0));
            if (signal.getRef().getEventTime().toEpochMilli() < clock - MAX_DELAY) {
                continue;
            }
            arrived.add(signal);
            Window.Step step = window.since(clock - MAX_DELAY - TIMESPAN).next(rule, Hit.of(type, signal));
            window = step.window();
            assertThat(step.isHot()).as("seed %d, event %d", seed, i).isEqualTo(oracle(rule, arrived, signal));
        }
    }

    /** Whether some window that holds the event measures enough. */
    private static boolean oracle(CorrelationRule rule, List<Signal> arrived, Signal newest) {
        for (Signal first : arrived) {
            long from = time(first);
            if (from <= time(newest) && time(newest) <= from + TIMESPAN) {
                double measure = measure(rule.type(), arrived, from);
                if (rule.measure().bounds().holds(measure)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static double measure(CorrelationRule.Type type, List<Signal> arrived, long from) {
        Map<String, Double> events = new HashMap<>();
        Set<String> values = new HashSet<>();
        for (Signal signal : arrived) {
            if (from <= time(signal) && time(signal) <= from + TIMESPAN) {
                events.put(signal.getRef().getEventId(), signal.getAmount());
                values.addAll(signal.getValues());
            }
        }
        return switch (type) {
            case EVENT_COUNT -> events.size();
            case VALUE_COUNT -> values.size();
            case VALUE_SUM ->
                events.values().stream().mapToDouble(Double::doubleValue).sum();
            default -> throw new IllegalArgumentException(type.name());
        };
    }

    private static long time(Signal signal) {
        return signal.getRef().getEventTime().toEpochMilli();
    }

    private static Signal signal(Random random, int number, long time) {
        List<String> values = random.ints(1 + random.nextInt(2), 0, 8)
                .mapToObj(value -> "patient-" + value)
                .distinct()
                .toList();
        return TestSignals.signal("event-" + number, time, values, 1.0 + random.nextInt(3));
    }

    private static CorrelationRule rule(CorrelationRule.Type type, int threshold) {
        Duration timespan = Duration.ofMillis(TIMESPAN);
        return switch (type) {
            case EVENT_COUNT -> TestRules.eventCount("rule", "matched", threshold, timespan);
            case VALUE_COUNT -> TestRules.valueCount("rule", "matched", threshold, timespan);
            case VALUE_SUM -> TestRules.valueSum("rule", "matched", threshold, timespan);
            default -> throw new IllegalArgumentException(type.name());
        };
    }
}
