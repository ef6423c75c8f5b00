package io.phiwatch.detector;

/** Is told what matching costs, rule by rule. */
@FunctionalInterface
public interface RuleWork {
    /**
     * Work done for a rule since the last time.
     *
     * @param evaluated events on which the rule's condition was evaluated: its log source, surface and literals let them
     *     through
     * @param sampledNanos time that evaluations took, extrapolated from a sample; nanoseconds
     */
    void did(String ruleId, long evaluated, long sampledNanos);
}
