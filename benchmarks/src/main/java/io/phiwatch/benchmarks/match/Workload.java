package io.phiwatch.benchmarks.match;

import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.Fields;
import io.phiwatch.detector.sigma.Matcher;
import io.phiwatch.detector.sigma.Route;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.detector.sigma.RuleStats;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Rules and the events they are tried on.
 *
 * @param name what they are
 * @param routeOf where an event comes from
 */
record Workload<E>(
        String name, RuleSet rules, Fields<E> fields, Function<? super E, ? extends Route> routeOf, List<E> events) {
    /** The compiled matcher over all events, one round after the other. */
    Contender indexed() {
        Matcher<E> matcher = Matcher.routed(rules, fields, routeOf, (rule, failure) -> {
            throw new IllegalStateException("a rule failed", failure);
        });
        return new Contender(
                events.size(),
                count -> {
                    Consumer<DetectionRule> sink = rule -> count.matches++;
                    events.forEach(event -> matcher.match(event, sink));
                },
                () -> matcher.stats().stream().mapToLong(RuleStats::evaluated).sum());
    }

    /** The baseline over a part of the events: it is slow. */
    Contender naive(int sample) {
        NaiveMatcher<E> matcher = new NaiveMatcher<>(rules.detections(), fields);
        List<E> part = events.subList(0, Math.min(sample, events.size()));
        long rulesAndEvents = (long) rules.detections().size() * part.size();
        return new Contender(
                part.size(),
                count -> {
                    Consumer<DetectionRule> sink = rule -> count.matches++;
                    part.forEach(event -> matcher.match(event, routeOf.apply(event), sink));
                },
                () -> rulesAndEvents);
    }
}
