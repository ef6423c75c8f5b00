package io.phiwatch.detector;

import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.RuleMetadata;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules that a detector runs. A correlation may refer to detections only, by id or by name.
 *
 * @param detections rules over single events
 * @param correlations rules over what those matched
 */
public record DetectorRules(List<DetectionRule> detections, List<CorrelationRule> correlations) {
    public DetectorRules {
        detections = List.copyOf(detections);
        correlations = List.copyOf(correlations);
        Set<String> known = new HashSet<>();
        for (DetectionRule detection : detections) {
            known.add(detection.metadata().id());
            known.add(detection.metadata().name());
        }
        for (CorrelationRule correlation : correlations) {
            for (String reference : correlation.rules()) {
                if (!known.contains(reference)) {
                    throw new IllegalArgumentException(correlation.metadata().file() + ": correlation refers to "
                            + reference + ", which is not a detection rule");
                }
            }
        }
    }

    /** Correlations that count the matches of that rule. */
    public List<CorrelationRule> correlationsOf(DetectionRule rule) {
        RuleMetadata metadata = rule.metadata();
        return correlations.stream()
                .filter(correlation -> correlation.rules().contains(metadata.id())
                        || correlation.rules().contains(metadata.name()))
                .toList();
    }
}
