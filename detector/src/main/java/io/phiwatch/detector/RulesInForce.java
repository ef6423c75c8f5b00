package io.phiwatch.detector;

import io.phiwatch.detector.correlate.Correlator;
import io.phiwatch.detector.rules.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells which rules are in force. Thread-safe; a set that is in force at a time stays so for that time. */
@FunctionalInterface
public interface RulesInForce {
    /**
     * The whole set.
     *
     * @param time log time, epoch milliseconds
     */
    CompiledRules at(long time);

    /**
     * The correlator of the rule that made a signal, which may be of a set that was in force before.
     *
     * @param ruleHash semantic hash of the rule that the signal names
     * @param time log time of the signal
     * @return null where no set that is known has such a correlation
     */
    default @Nullable Correlator correlator(String ruleId, String ruleHash, long time) {
        return correlator(ruleId, time);
    }

    /** The correlator of a rule at a time, or else of the last set that had it. */
    default @Nullable Correlator correlator(String ruleId, long time) {
        return at(time).correlator(ruleId);
    }

    /** Sets that were pushed after those in force, and refused. */
    default List<Verdict.Rejected> rejected() {
        return List.of();
    }
}
