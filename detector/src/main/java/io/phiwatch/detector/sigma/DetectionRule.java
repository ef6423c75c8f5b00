package io.phiwatch.detector.sigma;

import java.util.Map;

/**
 * A rule over single events.
 *
 * @param logsource the dimensions of the Sigma {@code logsource}: category, product, service
 * @param condition the compiled detection section
 */
public record DetectionRule(RuleMetadata metadata, Map<String, String> logsource, Condition condition, boolean alerts)
        implements Rule {
    public DetectionRule {
        logsource = Map.copyOf(logsource);
    }
}
