package io.phiwatch.detector.sigma;

import io.phiwatch.detector.sigma.WindowOracle.Hit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Measures a window of events in the plainest way. */
final class WindowMeasure {
    private static final double MEDIAN = 50;

    private WindowMeasure() {}

    /** Whether the event has what the rule measures. */
    static boolean counts(CorrelationRule rule, Hit hit) {
        return switch (rule.type()) {
            case EVENT_COUNT, TEMPORAL, TEMPORAL_ORDERED -> true;
            case VALUE_COUNT -> !tuples(rule, rule.measure().field(), hit).isEmpty();
            case VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE, VALUE_MEDIAN -> amount(rule, hit) != null;
        };
    }

    /** Whether the window, in order of time, satisfies the rule. */
    static boolean holds(CorrelationRule rule, List<Hit> window) {
        CorrelationRule.Measure measure = rule.measure();
        CorrelationRule.Ratio ratio = rule.extensions().ratio();
        if (measure.presence() != null) {
            return measure.presence().holds(seen(window)) && isInOrder(rule, window);
        }
        return measure.bounds().holds(value(rule, window))
                && (ratio == null || ratio.bounds().holds(share(ratio, window)));
    }

    private static double value(CorrelationRule rule, List<Hit> window) {
        return switch (rule.type()) {
            case EVENT_COUNT -> events(window, hit -> true);
            case VALUE_COUNT ->
                rule.extensions().sequence() == null
                        ? distinct(rule, window)
                        : Math.max(row(rule, window, 1), row(rule, window, -1));
            case TEMPORAL -> seen(window).size();
            case TEMPORAL_ORDERED -> longestChain(rule, window);
            case VALUE_SUM ->
                amounts(rule, window).stream()
                        .mapToDouble(amount -> Math.max(0, amount))
                        .sum();
            case VALUE_AVG ->
                amounts(rule, window).stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow();
            case VALUE_MEDIAN -> percentile(amounts(rule, window), MEDIAN);
            case VALUE_PERCENTILE ->
                percentile(
                        amounts(rule, window),
                        Objects.requireNonNull(rule.measure().percentile()));
        };
    }

    private static Set<String> seen(List<Hit> window) {
        Set<String> seen = new HashSet<>();
        window.forEach(hit -> seen.add(hit.ruleId()));
        return seen;
    }

    /** An event that two rules match is one event. */
    private static long events(List<Hit> window, Predicate<Hit> which) {
        return window.stream().filter(which).map(Hit::number).distinct().count();
    }

    private static double share(CorrelationRule.Ratio ratio, List<Hit> window) {
        return (double) events(window, hit -> hit.ruleId().equals(ratio.of())) / events(window, hit -> true);
    }

    private static double distinct(CorrelationRule rule, List<Hit> window) {
        Map<List<String>, Set<Integer>> events = new HashMap<>();
        for (Hit hit : window) {
            tuples(rule, rule.measure().field(), hit)
                    .forEach(tuple -> events.computeIfAbsent(tuple, key -> new HashSet<>())
                            .add(hit.number()));
        }
        Integer most = rule.extensions().maxPerValue();
        return events.values().stream()
                .filter(numbers -> most == null || numbers.size() <= most)
                .count();
    }

    /** Length of the longest row that ends at each event, over all events before it. */
    private static int row(CorrelationRule rule, List<Hit> window, int direction) {
        int widest = Objects.requireNonNull(rule.extensions().sequence());
        List<Map<Long, Integer>> ending = new ArrayList<>();
        int longest = 0;
        for (Hit hit : window) {
            Map<Long, Integer> here = new HashMap<>();
            for (List<String> tuple : tuples(rule, rule.measure().field(), hit)) {
                if (!tuple.getFirst().matches("-?[0-9]+")) {
                    continue;
                }
                long number = Long.parseLong(tuple.getFirst());
                int before = 0;
                for (Map<Long, Integer> earlier : ending) {
                    for (Map.Entry<Long, Integer> end : earlier.entrySet()) {
                        long step = direction * (number - end.getKey());
                        before = step >= 1 && step <= widest ? Math.max(before, end.getValue()) : before;
                    }
                }
                here.put(number, before + 1);
                longest = Math.max(longest, before + 1);
            }
            ending.add(here);
        }
        return longest;
    }

    /** The most rules of which matches come in the order of the rules. */
    private static int longestChain(CorrelationRule rule, List<Hit> window) {
        int most = 0;
        for (List<String> rules : choices(rule.rules())) {
            most = isChain(rules, window) ? Math.max(most, rules.size()) : most;
        }
        return most;
    }

    /** Whether a choice of rules that suffices, but for what must not happen, comes in order. */
    private static boolean isInOrder(CorrelationRule rule, List<Hit> window) {
        Presence presence = Objects.requireNonNull(rule.measure().presence());
        return rule.type() == CorrelationRule.Type.TEMPORAL
                || choices(rule.rules()).stream()
                        .anyMatch(rules -> asks(presence, new HashSet<>(rules)) && isChain(rules, window));
    }

    private static boolean asks(Presence presence, Set<String> seen) {
        return switch (presence) {
            case Presence.Seen one -> one.holds(seen);
            case Presence.All all -> all.parts().stream().allMatch(part -> asks(part, seen));
            case Presence.Any any -> any.parts().stream().anyMatch(part -> asks(part, seen));
            case Presence.No no -> true;
        };
    }

    /** Every choice of rules, each in their order. */
    private static List<List<String>> choices(List<String> rules) {
        List<List<String>> choices = new ArrayList<>(List.of(List.of()));
        for (String rule : rules) {
            for (List<String> choice : List.copyOf(choices)) {
                List<String> longer = new ArrayList<>(choice);
                longer.add(rule);
                choices.add(longer);
            }
        }
        return choices;
    }

    private static boolean isChain(List<String> rules, List<Hit> window) {
        int next = 0;
        for (Hit hit : window) {
            if (next < rules.size() && hit.ruleId().equals(rules.get(next))) {
                next++;
            }
        }
        return next == rules.size();
    }

    /** Between the closest ranks of the sorted amounts, linearly. */
    private static double percentile(List<Double> amounts, double percentile) {
        List<Double> sorted = amounts.stream().sorted().toList();
        double rank = percentile / 100 * (sorted.size() - 1);
        int below = (int) Math.floor(rank);
        int above = (int) Math.ceil(rank);
        return sorted.get(below) + (rank - below) * (sorted.get(above) - sorted.get(below));
    }

    private static List<Double> amounts(CorrelationRule rule, List<Hit> window) {
        List<Double> amounts = new ArrayList<>();
        window.forEach(hit -> amounts.add(Objects.requireNonNull(amount(rule, hit))));
        return amounts;
    }

    private static @Nullable Double amount(CorrelationRule rule, Hit hit) {
        String field = rule.grouping().fieldOf(rule.measure().field().getFirst(), hit.ruleId());
        Object value = hit.event().get(field);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        boolean isNumber = value instanceof String text && text.matches("-?[0-9]+(\\.[0-9]+)?");
        return isNumber ? new BigDecimal((String) value).doubleValue() : null;
    }

    /** Every way to take one value of each field; none where a field is missing. */
    static List<List<String>> tuples(CorrelationRule rule, List<String> names, Hit hit) {
        List<List<String>> tuples = List.of(List.of());
        for (String name : names) {
            Object value = hit.event().get(rule.grouping().fieldOf(name, hit.ruleId()));
            Collection<?> values =
                    value instanceof Collection<?> many ? many : value == null ? List.of() : List.of(value);
            List<List<String>> longer = new ArrayList<>();
            for (List<String> tuple : tuples) {
                for (Object one : new HashSet<>(values)) {
                    List<String> extended = new ArrayList<>(tuple);
                    extended.add(String.valueOf(one));
                    longer.add(extended);
                }
            }
            tuples = longer;
        }
        return tuples;
    }
}
