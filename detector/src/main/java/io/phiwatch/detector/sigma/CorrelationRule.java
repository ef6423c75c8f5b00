package io.phiwatch.detector.sigma;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A Sigma correlation.
 *
 * @param rules ids of the rules whose matches it correlates
 * @param groupBy event fields; an event that lacks one belongs to no group
 * @param timespan length of the sliding window
 * @param threshold what the window's measure is compared with
 * @param field for value_count the fields counted as distinct tuples, for value_sum the field summed; else empty
 */
public record CorrelationRule(
        RuleMetadata metadata,
        Type type,
        List<String> rules,
        List<String> groupBy,
        Duration timespan,
        Threshold threshold,
        List<String> field,
        boolean alerts)
        implements Rule {
    public CorrelationRule {
        rules = List.copyOf(rules);
        groupBy = List.copyOf(groupBy);
        field = List.copyOf(field);
    }

    /** How matched events are measured. */
    public enum Type {
        EVENT_COUNT,
        VALUE_COUNT,
        VALUE_SUM;

        /** The type of that Sigma name, such as {@code event_count}. */
        public static Optional<Type> named(String sigmaName) {
            return List.of(values()).stream()
                    .filter(type -> type.name().equalsIgnoreCase(sigmaName))
                    .findFirst();
        }
    }

    /**
     * Fires when the measure reaches a value: {@code gte} n, or {@code gt} n.
     *
     * @param inclusive whether reaching the value itself fires
     */
    public record Threshold(double value, boolean inclusive) {
        public boolean isReachedBy(double measure) {
            return inclusive ? measure >= value : measure > value;
        }
    }
}
