package io.phiwatch.detector.match;

import io.phiwatch.detector.match.CorrelationRun.Sighting;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.Rule;
import io.phiwatch.detector.sigma.RuleSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rules and correlations over the events of one file, in the order of the file. Holds no event longer than it takes to
 * match it; what correlations remember is bounded as in the detector. Not thread-safe.
 */
public final class RuleRun implements AutoCloseable {
    private final RuleSet rules;
    private final RoutedMatcher matcher;
    private final EventTimes times;
    private final boolean hasOwnTimeField;
    private final @Nullable CorrelationRun correlations;
    private long events;
    private long timeless;

    /**
     * A run of all rules of a set.
     *
     * @param timeField field that holds the time of an event; null looks at the usual ones, then where events of that
     *     shape have theirs
     * @param quarantine told of each rule whose evaluation throws; the other rules go on
     */
    public RuleRun(
            RuleSet rules,
            Pipelines pipelines,
            @Nullable String timeField,
            BiConsumer<DetectionRule, RuntimeException> quarantine) {
        this.rules = rules;
        this.matcher = new RoutedMatcher(rules, pipelines, quarantine);
        this.times = new EventTimes(timeField == null ? EventTimes.DEFAULT_FIELDS : List.of(timeField));
        this.hasOwnTimeField = timeField != null;
        this.correlations = rules.correlations().isEmpty() ? null : new TopologyCorrelationRun(rules);
    }

    /**
     * A rule matched, or a correlation fired.
     *
     * @param event place of the event in the file, from 0; of a correlation, the event that made it fire
     * @param time when that was; null where the event has no time
     */
    public record Row(Rule rule, long event, @Nullable Instant time) {}

    /** Matches the next event of the file. */
    public void see(Map<String, Object> event, Consumer<Row> sink) {
        long index = events++;
        RoutedMatcher.Matched matched = matcher.match(event);
        if (matched.rules().isEmpty()) {
            return;
        }
        Instant time = times.of(event);
        if (time == null && !hasOwnTimeField) {
            time = matched.times().of(event);
        }
        for (DetectionRule rule : matched.rules()) {
            sink.accept(new Row(rule, index, time));
        }
        if (correlations != null) {
            List<DetectionRule> counted = matched.rules().stream()
                    .filter(rule -> !rules.correlationsOf(rule).isEmpty())
                    .toList();
            if (time != null && !counted.isEmpty()) {
                correlations.see(new Sighting(index, time, event, matched.fields(), counted));
            } else if (!counted.isEmpty()) {
                timeless++;
            }
        }
    }

    /** Ends the file: correlations come last, since a later event may change what fired. */
    public void finish(Consumer<Row> sink) {
        if (correlations != null) {
            for (CorrelationRun.Firing firing : correlations.finish()) {
                Rule rule = rules.byId(firing.ruleId()).orElseThrow();
                sink.accept(new Row(rule, firing.event(), firing.time()));
            }
        }
    }

    /** Events that correlations are about and could not count, for want of a time. */
    public long timeless() {
        return timeless;
    }

    /** Matches that came too long after later ones to be counted. */
    public long late() {
        return correlations == null ? 0 : correlations.late();
    }

    @Override
    public void close() {
        if (correlations != null) {
            correlations.close();
        }
    }
}
