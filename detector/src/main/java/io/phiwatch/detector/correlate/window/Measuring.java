package io.phiwatch.detector.correlate.window;

import io.phiwatch.detector.sigma.Bounds;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.Presence;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** How one rule measures windows. Immutable. */
final class Measuring {
    private static final double MEDIAN = 50;

    private final CorrelationRule rule;
    private final Bounds bounds;
    private final long timespan;
    private final List<List<Integer>> chains;

    Measuring(CorrelationRule rule) {
        this.rule = rule;
        this.bounds = rule.measure().bounds();
        this.timespan = rule.timespan().toMillis();
        this.chains = rule.type() == CorrelationRule.Type.TEMPORAL_ORDERED ? Chains.of(rule) : List.of();
    }

    /** What a window measures. */
    Gauge newGauge() {
        CorrelationRule.Extensions extensions = rule.extensions();
        CorrelationRule.Ratio ratio = extensions.ratio();
        Integer widest = extensions.sequence();
        Integer mostEvents = extensions.maxPerValue();
        return switch (rule.type()) {
            case EVENT_COUNT -> new CountGauge(bounds, ratio == null ? null : ratio.bounds());
            case VALUE_COUNT ->
                widest == null
                        ? new DistinctGauge(bounds, mostEvents == null ? Integer.MAX_VALUE - 1 : mostEvents)
                        : OrderGauge.within(bounds, events -> longestRow(events, widest));
            case VALUE_SUM -> new AmountGauge(bounds, false);
            case VALUE_AVG -> new AmountGauge(bounds, true);
            case VALUE_PERCENTILE ->
                new PercentileGauge(
                        bounds, Objects.requireNonNullElse(rule.measure().percentile(), MEDIAN));
            case VALUE_MEDIAN -> new PercentileGauge(bounds, MEDIAN);
            case TEMPORAL -> new SeenGauge(rule.rules(), bounds, rule.measure().presence());
            case TEMPORAL_ORDERED -> ordered();
        };
    }

    private Gauge ordered() {
        Presence presence = rule.measure().presence();
        int rules = rule.rules().size();
        return presence == null
                ? OrderGauge.within(bounds, events -> Chains.longest(events, rules))
                : new OrderGauge(
                        events -> seen(events).size(), events -> presence.holds(seen(events)) && holdsChain(events));
    }

    private Set<String> seen(Collection<Event> events) {
        Set<String> seen = new HashSet<>();
        for (Event event : events) {
            event.counted().rules().forEach(place -> seen.add(rule.rules().get(place)));
        }
        return seen;
    }

    private boolean holdsChain(Collection<Event> events) {
        if (chains.stream().anyMatch(List::isEmpty)) {
            return true;
        }
        Tail tail = newTail();
        return events.stream().mapToLong(tail::add).anyMatch(start -> start != Tail.NEVER);
    }

    /** Finds hot starts, where further events cannot undo what made the rule fire. */
    Tail newTail() {
        Integer widest = rule.extensions().sequence();
        if (!chains.isEmpty()) {
            return new ChainTail(chains, timespan);
        }
        return widest == null ? new GaugeTail(newGauge(), timespan) : new RowTail(leastWhole(), widest, timespan);
    }

    /** The least whole number, 1 or more, within bounds that are all lower ones. */
    private int leastWhole() {
        double most = bounds.comparisons().stream()
                .mapToDouble(Bounds.Comparison::value)
                .max()
                .orElse(1);
        int least = Math.max(1, (int) Math.ceil(most));
        return bounds.holds(least) ? least : least + 1;
    }

    /** The longest row of events whose numbers each rise, or each fall, by 1 to that. */
    private static int longestRow(Collection<Event> events, int widest) {
        return Math.max(longestRow(events, widest, 1), longestRow(events, widest, -1));
    }

    private static int longestRow(Collection<Event> events, int widest, int sign) {
        Map<Long, Integer> rows = new HashMap<>();
        int longest = 0;
        for (Event event : events) {
            Map<Long, Integer> added = new HashMap<>();
            for (long number : event.counted().values()) {
                int before = 0;
                for (int step = 1; step <= widest; step++) {
                    before = Math.max(before, rows.getOrDefault(number - (long) sign * step, 0));
                }
                added.put(number, before + 1);
                longest = Math.max(longest, before + 1);
            }
            added.forEach((number, row) -> rows.merge(number, row, Math::max));
        }
        return longest;
    }
}
