package io.phiwatch.detector.rules;

import io.phiwatch.detector.sigma.RuleFile;

/** Rule files for tests. */
public final class RuleFiles {
    private RuleFiles() {}

    /** Alerts on every event with that action. */
    public static RuleFile onAction(String name, String action) {
        return new RuleFile(name + ".yml", """
                title: Action %2$s
                name: %1$s
                logsource: {product: phiwatch, category: access}
                detection:
                  seen: {action: %2$s}
                  condition: seen
                phiwatch:
                  entity: {kind: actor, fields: [actor.id]}
                """.formatted(name, action));
    }

    /** Alerts when one actor does that action so many times in ten minutes. */
    public static RuleFile manyOf(String name, String action, int threshold) {
        return new RuleFile(name + ".yml", """
                title: One %2$s
                name: one-%1$s
                logsource: {product: phiwatch, category: access}
                detection:
                  seen: {action: %2$s}
                  condition: seen
                phiwatch:
                  entity: {kind: actor, fields: [actor.id]}
                ---
                title: Many of %2$s
                name: %1$s
                correlation:
                  type: event_count
                  rules: [one-%1$s]
                  group-by: [actor.id]
                  timespan: 10m
                  condition: {gte: %3$d}
                phiwatch:
                  entity: {kind: actor, fields: [actor.id]}
                """.formatted(name, action, threshold));
    }
}
