package io.phiwatch.detector.sigma;

/** A rule of a rule set: one that matches single events, or one that correlates what others matched. */
public sealed interface Rule permits DetectionRule, CorrelationRule {
    RuleMetadata metadata();

    /** Whether it raises alerts itself; a rule that only feeds a correlation does not, unless {@code generate} says so. */
    boolean alerts();
}
