package io.phiwatch.detector;

import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.Matcher;
import io.phiwatch.detector.sigma.RuleStats;
import java.util.List;
import java.util.function.Consumer;

/** The compiled rules of a task, which report what each rule cost since the last report. */
final class MeasuredMatcher implements RuleMatcher {
    private final Matcher<EnrichedEvent> matcher;
    private final List<RuleStats> stats;
    private final long[] evaluated;
    private final long[] nanos;

    MeasuredMatcher(Matcher<EnrichedEvent> matcher) {
        this.matcher = matcher;
        this.stats = matcher.stats();
        this.evaluated = new long[stats.size()];
        this.nanos = new long[stats.size()];
    }

    @Override
    public void match(EnrichedEvent event, Consumer<DetectionRule> sink) {
        matcher.match(event, sink);
    }

    @Override
    public void report(RuleWork work) {
        for (int i = 0; i < evaluated.length; i++) {
            RuleStats rule = stats.get(i);
            long evaluatedNow = rule.evaluated();
            if (evaluatedNow > evaluated[i]) {
                long nanosNow = rule.timedNanos();
                work.did(rule.ruleId(), evaluatedNow - evaluated[i], (nanosNow - nanos[i]) * Matcher.TIMED_EVERY);
                evaluated[i] = evaluatedNow;
                nanos[i] = nanosNow;
            }
        }
    }
}
