package io.phiwatch.detector;

import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.sigma.DetectionRule;
import java.util.function.Consumer;

/** All detection rules as one: tells which of them an event matches. One instance per task: need not be thread-safe. */
@FunctionalInterface
public interface RuleMatcher {
    /** Gives every rule that the event matches to the sink, each once. */
    void match(EnrichedEvent event, Consumer<DetectionRule> sink);

    /** Reports what was done since the last report; nothing where the matcher does not measure itself. */
    default void report(RuleWork work) {}
}
