package io.phiwatch.detector.sigma;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What one matcher has done for one rule so far. Written by the thread that matches; other threads may read, and see
 * each figure a little late, not all four at the same moment.
 */
public final class RuleStats {
    private static final int EVALUATED = 0;
    private static final int MATCHED = 1;
    private static final int TIMED = 2;
    private static final int NANOS = 3;

    private final String ruleId;
    private final AtomicLongArray counts = new AtomicLongArray(4);

    RuleStats(String ruleId) {
        this.ruleId = ruleId;
    }

    /** Id of the rule. */
    public String ruleId() {
        return ruleId;
    }

    /** Events for which the condition was evaluated; the index rules out the others without looking at the rule. */
    public long evaluated() {
        return counts.getOpaque(EVALUATED);
    }

    /** Events that matched. */
    public long matched() {
        return counts.getOpaque(MATCHED);
    }

    /** Evaluations that were timed: those of each 1,024th event. */
    public long timed() {
        return counts.getOpaque(TIMED);
    }

    /** Nanoseconds of the timed evaluations. The first of several rules that share a test pays for it. */
    public long timedNanos() {
        return counts.getOpaque(NANOS);
    }

    void evaluated(boolean matched) {
        add(EVALUATED, 1);
        if (matched) {
            add(MATCHED, 1);
        }
    }

    void timed(long nanos) {
        add(TIMED, 1);
        add(NANOS, nanos);
    }

    // there is one writer: no need to lock the bus
    private void add(int index, long amount) {
        counts.setOpaque(index, counts.getPlain(index) + amount);
    }
}
