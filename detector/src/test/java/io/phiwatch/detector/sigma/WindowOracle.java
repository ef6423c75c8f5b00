package io.phiwatch.detector.sigma;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges correlations the slow way, over all events of the window: for events in order of time only. */
final class WindowOracle {
    private WindowOracle() {}

    /** The event at which each alerting rule fired first. */
    static Map<String, TestEvents.At> firstFirings(RuleSet rules, List<TestEvents.At> events) {
        Map<String, TestEvents.At> firings = new LinkedHashMap<>();
        Map<CorrelationRule, List<TestEvents.At>> matched = new LinkedHashMap<>();
        Matcher<Map<String, Object>> matcher = Matcher.compile(rules, new MapFields());
        for (TestEvents.At at : events) {
            matcher.match(at.event(), rule -> {
                if (rule.alerts()) {
                    firings.putIfAbsent(rule.metadata().name(), at);
                }
                for (CorrelationRule correlation : rules.correlationsOf(rule)) {
                    List<TestEvents.At> window = matched.computeIfAbsent(correlation, key -> new ArrayList<>());
                    window.add(at);
                    if (fires(correlation, window, at)) {
                        firings.putIfAbsent(correlation.metadata().name(), at);
                    }
                }
            });
        }
        return firings;
    }

    private static boolean fires(CorrelationRule rule, List<TestEvents.At> matched, TestEvents.At last) {
        List<@Nullable Object> group = group(rule, last);
        if (group.contains(null)) {
            return false;
        }
        Duration start = last.time().minus(rule.timespan());
        List<Map<String, Object>> window = matched.stream()
                .filter(at -> at.time().compareTo(start) > 0 && group(rule, at).equals(group))
                .map(TestEvents.At::event)
                .toList();
        return rule.measure().bounds().holds(measure(rule, window));
    }

    private static List<@Nullable Object> group(CorrelationRule rule, TestEvents.At at) {
        List<@Nullable Object> group = new ArrayList<>();
        rule.grouping().names().forEach(field -> group.add(at.event().get(field)));
        return group;
    }

    private static double measure(CorrelationRule rule, List<Map<String, Object>> window) {
        return switch (rule.type()) {
            case EVENT_COUNT -> window.size();
            case VALUE_SUM ->
                window.stream()
                        .map(event -> event.get(rule.measure().field().getFirst()))
                        .mapToDouble(value -> ((Number) value).doubleValue())
                        .sum();
            case TEMPORAL, TEMPORAL_ORDERED, VALUE_AVG, VALUE_PERCENTILE, VALUE_MEDIAN ->
                throw new IllegalArgumentException(rule.type().name());
            case VALUE_COUNT -> {
                Set<Object> distinct = new HashSet<>();
                for (Map<String, Object> event : window) {
                    Object value = event.get(rule.measure().field().getFirst());
                    distinct.addAll(value instanceof List<?> values ? values : List.of(value));
                }
                yield distinct.size();
            }
        };
    }
}
