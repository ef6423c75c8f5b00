package io.phiwatch.detector.sigma;

import java.time.Duration;
import java.util.Map;

/**
 * A rule over single events.
 *
 * @param logsource the dimensions of the Sigma {@code logsource}: category, product, service
 * @param condition the compiled detection section
 * @param hold how long a match waits for what excuses it, such as a late approval; zero where it counts at once
 */
public record DetectionRule(
        RuleMetadata metadata, Map<String, String> logsource, Condition condition, Duration hold, boolean alerts)
        implements Rule {
    public DetectionRule {
        logsource = Map.copyOf(logsource);
    }

    /** Whether it reads a field whose name begins so. */
    public boolean reads(String prefix) {
        return reads(condition, prefix);
    }

    private static boolean reads(Condition condition, String prefix) {
        return switch (condition) {
            case Condition.And and -> and.parts().stream().anyMatch(part -> reads(part, prefix));
            case Condition.Or or -> or.parts().stream().anyMatch(part -> reads(part, prefix));
            case Condition.Not not -> reads(not.part(), prefix);
            case Condition.Item item -> item.field().startsWith(prefix);
            case Condition.Keyword keyword -> false;
            case Condition.FieldRef ref ->
                ref.field().startsWith(prefix) || ref.other().startsWith(prefix);
        };
    }
}
