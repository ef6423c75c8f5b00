package io.phiwatch.detector;

import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.detector.sigma.RuleSet;
import java.util.List;

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

    /** Correlations that count the matches of that rule. */
    public List<CorrelationRule> correlationsOf(RuleMetadata rule) {
        return correlations.stream()
                .filter(correlation -> correlation.rules().contains(rule.id())
                        || correlation.rules().contains(rule.name()))
                .toList();
    }
}
