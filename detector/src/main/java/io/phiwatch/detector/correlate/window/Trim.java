package io.phiwatch.detector.correlate.window;

import io.phiwatch.detector.sigma.CorrelationRule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Bounds what is kept of a group where the threshold alone does not. Immutable.
 *
 * <ul>
 *   <li>Repetitions: an occurrence of a value (or of a rule, where only its presence counts) between two others that are
 *       at most a timespan apart changes no window's measure. Such an event is forgotten; should it become hot later, it
 *       is not among the hits. In chains of two steps it changes no more than how far the chain reaches.
 *   <li>Sums, averages and deferred counts: neighbours in the same 256th of the timespan become one event, so windows
 *       are exact to that width.
 *   <li>Rows, chains and percentiles: the oldest go, and that is told.
 * </ul>
 */
final class Trim {
    static final int SUB_BUCKETS = 256;

    private static final int MOST_SUMMANDS = 1_024;
    private static final int MOST_PER_STEP = 256;
    private static final int MOST_IN_ROWS = 1_024;
    private static final int MOST_NUMBERS = 8_192;
    private static final int REPEATED_FROM = 512;
    private static final int BETWEEN_CAPS = 64;

    private enum How {
        NONE,
        REPETITIONS,
        MERGE,
        STEPS,
        OLDEST
    }

    private final How how;
    private final int most;
    private final long timespan;
    private final boolean isByValue;
    private final Set<Integer> repeatable;

    /**
     * What is left.
     *
     * @param merged whether windows are exact to a 256th of the timespan from now on
     * @param limited whether something went that could have counted
     */
    record Trimmed(List<Event> events, boolean merged, boolean limited) {}

    Trim(CorrelationRule rule, List<List<Integer>> chains) {
        timespan = rule.timespan().toMillis();
        isByValue = rule.type() == CorrelationRule.Type.VALUE_COUNT;
        how = how(rule);
        most = most(rule, how);
        Set<Integer> all = new HashSet<>();
        Set<Integer> unrepeatable = new HashSet<>();
        for (List<Integer> chain : chains) {
            all.addAll(chain);
            if (chain.size() > 2 || new HashSet<>(chain).size() < chain.size()) {
                unrepeatable.addAll(chain);
            }
        }
        all.removeAll(unrepeatable);
        repeatable = Set.copyOf(all);
    }

    private static How how(CorrelationRule rule) {
        boolean isRow = rule.extensions().sequence() != null;
        return switch (rule.type()) {
            case EVENT_COUNT -> rule.isDeferred() ? How.MERGE : How.NONE;
            case VALUE_SUM, VALUE_AVG -> How.MERGE;
            case VALUE_COUNT, TEMPORAL -> rule.isDeferred() || isRow ? How.OLDEST : How.REPETITIONS;
            case TEMPORAL_ORDERED -> rule.isDeferred() ? How.OLDEST : How.STEPS;
            case VALUE_PERCENTILE, VALUE_MEDIAN -> How.OLDEST;
        };
    }

    private static int most(CorrelationRule rule, How how) {
        return switch (how) {
            case NONE -> Integer.MAX_VALUE;
            case REPETITIONS ->
                (int) Math.min(
                        Integer.MAX_VALUE,
                        REPEATED_FROM + 4 * rule.measure().bounds().threshold());
            case MERGE -> MOST_SUMMANDS;
            case STEPS -> MOST_PER_STEP;
            case OLDEST -> rule.isDeferred() ? MOST_NUMBERS : MOST_IN_ROWS;
        };
    }

    /** From how many events on there is something to do, after that many were left the last time. */
    int from(int left) {
        return switch (how) {
            case NONE -> Integer.MAX_VALUE;
            case OLDEST -> most + 1;
            case STEPS -> Math.max(most + 1, left + BETWEEN_CAPS);
            case REPETITIONS, MERGE -> Math.max(most + 1, 2 * left);
        };
    }

    Trimmed trimmed(List<Event> events) {
        return switch (how) {
            case NONE -> new Trimmed(events, false, false);
            case REPETITIONS -> new Trimmed(withoutRepetitions(events), false, false);
            case MERGE -> new Trimmed(merged(events), true, false);
            case STEPS -> {
                List<Event> once = withoutRepetitions(events);
                List<Event> capped = cappedBySteps(once);
                yield new Trimmed(capped, false, capped.size() < once.size());
            }
            case OLDEST -> new Trimmed(events.subList(events.size() - most, events.size()), false, true);
        };
    }

    private List<Event> withoutRepetitions(List<Event> events) {
        Map<Long, Deque<Event>> ahead = new HashMap<>();
        for (Event event : events) {
            keys(event)
                    .forEach(key ->
                            ahead.computeIfAbsent(key, it -> new ArrayDeque<>()).addLast(event));
        }
        Map<Long, Event> before = new HashMap<>();
        List<Event> left = new ArrayList<>();
        for (Event event : events) {
            boolean isRepetition = isRepeatable(event);
            for (long key : keys(event).toArray()) {
                Deque<Event> coming = ahead.getOrDefault(key, new ArrayDeque<>());
                coming.removeFirst();
                Event previous = before.get(key);
                Event next = coming.peekFirst();
                isRepetition &= previous != null && next != null && next.time() - previous.time() <= timespan;
            }
            if (!isRepetition) {
                left.add(event);
                keys(event).forEach(key -> before.put(key, event));
            }
        }
        return left;
    }

    private boolean isRepeatable(Event event) {
        return how == How.REPETITIONS || repeatable.containsAll(event.counted().rules());
    }

    private LongStream keys(Event event) {
        return isByValue
                ? event.counted().values().stream().mapToLong(Long::longValue)
                : event.counted().rules().stream().mapToLong(Integer::longValue);
    }

    private List<Event> merged(List<Event> events) {
        long width = Math.max(1, timespan / SUB_BUCKETS);
        List<Event> merged = new ArrayList<>();
        for (Event event : events) {
            Event last = merged.isEmpty() ? null : merged.getLast();
            boolean isNeighbour = last != null
                    && last.time() / width == event.time() / width
                    && last.isHot() == event.isHot()
                    && (last.counted().amount() == null) == (event.counted().amount() == null);
            if (last != null && isNeighbour) {
                merged.set(merged.size() - 1, event.mergedWith(last));
            } else {
                merged.add(event);
            }
        }
        return merged;
    }

    private List<Event> cappedBySteps(List<Event> events) {
        Map<Integer, Integer> left = new HashMap<>();
        events.forEach(event -> event.counted().rules().forEach(rule -> left.merge(rule, 1, Integer::sum)));
        List<Event> capped = new ArrayList<>();
        for (Event event : events) {
            List<Integer> rules = event.counted().rules();
            if (rules.stream().anyMatch(rule -> left.getOrDefault(rule, 0) <= most)) {
                capped.add(event);
            } else {
                rules.forEach(rule -> left.merge(rule, -1, Integer::sum));
            }
        }
        return capped;
    }
}
