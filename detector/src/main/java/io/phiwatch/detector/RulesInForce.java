package io.phiwatch.detector;

/** Tells which rules are in force. Thread-safe; a set that is in force at a time stays so for that time. */
@FunctionalInterface
public interface RulesInForce {
    /**
     * The whole set.
     *
     * @param time log time, epoch milliseconds
     */
    CompiledRules at(long time);
}
