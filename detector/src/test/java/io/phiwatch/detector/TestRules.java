package io.phiwatch.detector;

import io.phiwatch.detector.sigma.Bounds;
import io.phiwatch.detector.sigma.Condition;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Surface;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules for tests. */
public final class TestRules {
    private TestRules() {}

    public static RuleMetadata metadata(String id, String entityKind, String... entityFields) {
        return new RuleMetadata(
                id + "-id",
                id,
                "Title of " + id,
                "What " + id + " finds.",
                Level.high,
                "Team",
                "Apache-2.0",
                "hash-of-" + id,
                List.of("attack.t1530"),
                List.of("soc2.CC6.1"),
                List.of(),
                List.of(),
                "phi-leak",
                Set.of(Surface.portal),
                new RuleMetadata.Entity(entityKind, List.of(entityFields)),
                id + ".yml");
    }

    public static DetectionRule detection(String id, boolean alerts) {
        return new DetectionRule(
                metadata(id, "actor", "actor.id|session.id"),
                Map.of(),
                new Condition.And(List.of()),
                Duration.ZERO,
                alerts);
    }

    public static CorrelationRule eventCount(String id, String detection, int threshold, Duration timespan) {
        return correlation(id, CorrelationRule.Type.EVENT_COUNT, detection, threshold, timespan, List.of());
    }

    public static CorrelationRule valueCount(String id, String detection, int threshold, Duration timespan) {
        return correlation(id, CorrelationRule.Type.VALUE_COUNT, detection, threshold, timespan, List.of("patients"));
    }

    public static CorrelationRule valueSum(String id, String detection, int threshold, Duration timespan) {
        return correlation(
                id, CorrelationRule.Type.VALUE_SUM, detection, threshold, timespan, List.of("records.count"));
    }

    private static CorrelationRule correlation(
            String id,
            CorrelationRule.Type type,
            String detection,
            int threshold,
            Duration timespan,
            List<String> field) {
        return correlation(
                id,
                type,
                List.of(detection),
                timespan,
                new CorrelationRule.Measure(Bounds.atLeast(threshold), field, null, null),
                CorrelationRule.Extensions.NONE);
    }

    /** A correlation of that type, over those rules, by actor. */
    public static CorrelationRule correlation(
            String id,
            CorrelationRule.Type type,
            List<String> rules,
            Duration timespan,
            CorrelationRule.Measure measure,
            CorrelationRule.Extensions extensions) {
        return new CorrelationRule(
                metadata(id, "actor", "actor.id"),
                type,
                rules,
                CorrelationRule.Grouping.by(List.of("actor.id")),
                timespan,
                measure,
                extensions,
                0,
                true);
    }

    /** The same correlation, by the address of the client. */
    public static CorrelationRule byAddress(CorrelationRule rule) {
        return new CorrelationRule(
                metadata(rule.metadata().name(), "client", "client.ip"),
                rule.type(),
                rule.rules(),
                CorrelationRule.Grouping.by(List.of("client.ip")),
                rule.timespan(),
                rule.measure(),
                rule.extensions(),
                rule.level(),
                rule.alerts());
    }
}
