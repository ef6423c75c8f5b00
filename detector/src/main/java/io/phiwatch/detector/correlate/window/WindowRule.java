package io.phiwatch.detector.correlate.window;

import io.phiwatch.detector.sigma.CorrelationRule;
import java.util.List;

/** What windows need to know of a rule. Immutable. */
public final class WindowRule {
    private final Measuring measuring;
    private final Trim trim;
    private final long timespan;
    private final boolean isDeferred;
    private final boolean isOrdered;

    public WindowRule(CorrelationRule rule) {
        this.measuring = new Measuring(rule);
        this.trim = new Trim(rule, rule.type() == CorrelationRule.Type.TEMPORAL_ORDERED ? Chains.of(rule) : List.of());
        this.timespan = rule.timespan().toMillis();
        this.isDeferred = rule.isDeferred();
        this.isOrdered = rule.type() == CorrelationRule.Type.TEMPORAL_ORDERED
                || rule.extensions().sequence() != null;
    }

    Measuring measuring() {
        return measuring;
    }

    Trim trim() {
        return trim;
    }

    /** Length of a window, milliseconds. */
    long timespan() {
        return timespan;
    }

    boolean isDeferred() {
        return isDeferred;
    }

    /** Whether the measure depends on the order of the events of a window. */
    boolean isOrdered() {
        return isOrdered;
    }
}
