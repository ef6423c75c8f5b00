package io.phiwatch.detector;

import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.detector.sigma.RuleSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules that a detector runs.
 *
 * @param detections rules over single events
 * @param correlations rules over what those matched, and over one another
 */
public record DetectorRules(List<DetectionRule> detections, List<CorrelationRule> correlations) {
    public DetectorRules {
        detections = List.copyOf(detections);
        correlations = List.copyOf(correlations);
    }

    public static DetectorRules of(RuleSet rules) {
        return new DetectorRules(rules.detections(), rules.correlations());
    }

    /** Names of all rules by id. */
    public Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        detections.forEach(
                rule -> names.put(rule.metadata().id(), rule.metadata().name()));
        correlations.forEach(
                rule -> names.put(rule.metadata().id(), rule.metadata().name()));
        return Map.copyOf(names);
    }

    /** Correlations that count the matches of that rule. */
    public List<CorrelationRule> correlationsOf(RuleMetadata rule) {
        return correlations.stream()
                .filter(correlation -> correlation.rules().contains(rule.id())
                        || correlation.rules().contains(rule.name()))
                .toList();
    }
}
