package io.phiwatch.detector.sigma;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges correlations the slow way: keeps every event, sorts them, and looks at each window of each group. A window
 * begins at an event and holds both its ends.
 */
final class WindowOracle {
    private static final Duration DEFAULT_MAX_DELAY = Duration.ofMinutes(10);

    private final RuleSet rules;
    private final Duration clock;
    private final Map<String, List<Hit>> hits = new LinkedHashMap<>();
    private final List<Firing> firings = new ArrayList<>();

    private WindowOracle(RuleSet rules, Duration clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * One alert.
     *
     * @param group the values of a correlation's group; of a detection, nothing
     * @param at time of the event that fired it; where a window was judged when it was over, of its last event
     * @param event the fields of that event
     */
    record Firing(String rule, Map<String, String> group, Duration at, Map<String, Object> event) {}

    /**
     * A rule's match.
     *
     * @param number of the event, unlike those of all others
     */
    record Hit(String ruleId, Duration time, int number, Map<String, Object> event) {}

    private record Satisfied(Duration first, Hit last) {}

    /**
     * Every alert, by rule and time.
     *
     * @param quiet how long the clock runs on after the last event
     */
    static List<Firing> firings(RuleSet rules, List<TestEvents.At> events, Duration quiet) {
        List<TestEvents.At> sorted = events.stream()
                .sorted(Comparator.comparing(TestEvents.At::time))
                .toList();
        Duration clock = sorted.isEmpty() ? quiet : sorted.getLast().time().plus(quiet);
        WindowOracle oracle = new WindowOracle(rules, clock);
        oracle.match(sorted);
        rules.correlations().stream()
                .sorted(Comparator.comparing(CorrelationRule::level))
                .forEach(oracle::correlate);
        return oracle.firings;
    }

    /** The event at which each alerting rule fired first. */
    static Map<String, TestEvents.At> firstFirings(RuleSet rules, List<TestEvents.At> events) {
        Map<String, TestEvents.At> first = new LinkedHashMap<>();
        for (Firing firing : firings(rules, events, Duration.ZERO)) {
            first.putIfAbsent(firing.rule(), new TestEvents.At(firing.at(), firing.event()));
        }
        return first;
    }

    private void match(List<TestEvents.At> events) {
        Matcher<Map<String, Object>> matcher =
                Matcher.compile(rules, new MapFields(), rule -> true, (rule, failure) -> {
                    throw new AssertionError(failure);
                });
        for (int i = 0; i < events.size(); i++) {
            TestEvents.At at = events.get(i);
            int number = i;
            matcher.match(
                    at.event(),
                    rule -> emit(rule, Map.of(), new Hit(rule.metadata().id(), at.time(), number, at.event())));
        }
    }

    private void emit(Rule rule, Map<String, String> group, Hit hit) {
        hits.computeIfAbsent(rule.metadata().id(), id -> new ArrayList<>()).add(hit);
        if (rule.alerts()) {
            firings.add(new Firing(rule.metadata().name(), group, hit.time(), hit.event()));
        }
    }

    private void correlate(CorrelationRule rule) {
        Map<List<String>, List<Hit>> groups = new LinkedHashMap<>();
        List<Hit> all = new ArrayList<>();
        rule.rules().forEach(id -> all.addAll(hits.getOrDefault(id, List.of())));
        all.sort(Comparator.comparing(Hit::time).thenComparing(Hit::number));
        for (Hit hit : all) {
            if (WindowMeasure.counts(rule, hit)) {
                WindowMeasure.tuples(rule, rule.grouping().names(), hit)
                        .forEach(group -> groups.computeIfAbsent(group, key -> new ArrayList<>())
                                .add(hit));
            }
        }
        groups.forEach(
                (values, group) -> episodes(rule, values, rule.isDeferred() ? judged(rule, group) : hot(rule, group)));
    }

    /** Events at which a window that ends there is satisfied. */
    private static List<Satisfied> hot(CorrelationRule rule, List<Hit> group) {
        List<Satisfied> satisfied = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            Hit last = group.get(i);
            Duration start = last.time().minus(rule.timespan());
            List<Hit> window = group.subList(0, i + 1).stream()
                    .filter(hit -> hit.time().compareTo(start) >= 0)
                    .toList();
            if (WindowMeasure.holds(rule, window)) {
                satisfied.add(new Satisfied(last.time(), last));
            }
        }
        return satisfied;
    }

    /** Windows that are over, satisfied, and not a part of another window. */
    private List<Satisfied> judged(CorrelationRule rule, List<Hit> group) {
        Duration maxDelay = rule.extensions().maxDelay();
        Duration wait = rule.timespan().plus(maxDelay == null ? DEFAULT_MAX_DELAY : maxDelay);
        List<Satisfied> satisfied = new ArrayList<>();
        int covered = -1;
        for (Hit first : group) {
            Duration end = first.time().plus(rule.timespan());
            List<Hit> window = group.stream()
                    .filter(hit -> hit.time().compareTo(first.time()) >= 0
                            && hit.time().compareTo(end) <= 0)
                    .toList();
            int last = group.indexOf(window.getLast());
            boolean isOver = first.time().plus(wait).compareTo(clock) <= 0;
            if (last > covered && isOver && WindowMeasure.holds(rule, window)) {
                satisfied.add(new Satisfied(first.time(), window.getLast()));
            }
            covered = Math.max(covered, last);
        }
        return satisfied;
    }

    /** One alert for satisfied windows that are no more than a timespan apart. */
    private void episodes(CorrelationRule rule, List<String> values, List<Satisfied> satisfied) {
        Map<String, String> group = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            group.put(rule.grouping().names().get(i), values.get(i));
        }
        @Nullable Duration hotUntil = null;
        for (Satisfied window : satisfied) {
            if (hotUntil == null || window.first().compareTo(hotUntil) > 0) {
                Hit last = window.last();
                Map<String, Object> fields = new LinkedHashMap<>(last.event());
                fields.putAll(group);
                emit(rule, group, new Hit(rule.metadata().id(), last.time(), last.number(), fields));
            }
            hotUntil = window.last().time().plus(rule.timespan());
        }
    }
}
