package io.phiwatch.detector;

import io.phiwatch.detector.event.EventFields;
import io.phiwatch.detector.event.SignalRule;
import io.phiwatch.detector.event.SingleAlertRule;
import io.phiwatch.detector.sigma.DetectionRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What follows from the match of each rule, by the rule's id. Immutable. */
final class MatchedRules {
    private final Map<String, SingleAlertRule> alerts = new HashMap<>();
    private final Map<String, List<SignalRule>> signals = new HashMap<>();

    MatchedRules(DetectorRules rules) {
        EventFields fields = new EventFields();
        for (DetectionRule rule : rules.detections()) {
            String id = rule.metadata().id();
            alerts.put(id, new SingleAlertRule(rule, fields));
            signals.put(
                    id,
                    rules.correlationsOf(rule).stream()
                            .map(correlation -> new SignalRule(correlation, fields))
                            .toList());
        }
    }

    SingleAlertRule alertOf(DetectionRule rule) {
        return known(alerts.get(rule.metadata().id()), rule);
    }

    List<SignalRule> signalsOf(DetectionRule rule) {
        return known(signals.get(rule.metadata().id()), rule);
    }

    private static <T> T known(@Nullable T found, DetectionRule rule) {
        if (found == null) {
            throw new IllegalStateException(
                    "matcher and rules differ: " + rule.metadata().id());
        }
        return found;
    }
}
