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
}
