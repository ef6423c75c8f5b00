package io.phiwatch.detector.sigma;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Sigma correlation.
 *
 * @param rules ids of the rules whose matches it correlates, in the order of the document: detections, or correlations
 * @param grouping what one window belongs to; an event that lacks one of the fields belongs to no group
 * @param timespan length of the sliding window
 * @param measure what of a window is measured, and compared with what
 * @param extensions what the {@code phiwatch:} map adds to the measure
 * @param level 0 over detections only, else one more than the highest of the correlations that it is over
 */
public record CorrelationRule(
        RuleMetadata metadata,
        Type type,
        List<String> rules,
        Grouping grouping,
        Duration timespan,
        Measure measure,
        Extensions extensions,
        int level,
        boolean alerts)
        implements Rule {

    public CorrelationRule {
        rules = List.copyOf(rules);
    }

    /**
     * Whether a later event of the window can undo what made it fire, so that it can be judged only once the window is
     * over: upper bounds, averages, percentiles, what must not happen, shares.
     */
    public boolean isDeferred() {
        Presence presence = measure.presence();
        boolean undoable = type == Type.VALUE_AVG || type == Type.VALUE_PERCENTILE || type == Type.VALUE_MEDIAN;
        return undoable
                || !measure.bounds().isLowerOnly()
                || (presence != null && !presence.onlyAsks())
                || extensions.maxPerValue() != null
                || extensions.ratio() != null;
    }

    /** The rule as it is known once its hash and its place among the others are. */
    CorrelationRule with(String semanticHash, boolean alone) {
        return new CorrelationRule(
                metadata.withHash(semanticHash), type, rules, grouping, timespan, measure, extensions, level, alone);
    }

    /** How matched events are measured. */
    public enum Type {
        EVENT_COUNT,
        VALUE_COUNT,
        TEMPORAL,
        TEMPORAL_ORDERED,
        VALUE_SUM,
        VALUE_AVG,
        VALUE_PERCENTILE,
        VALUE_MEDIAN;

        /** The type of that Sigma name, such as {@code event_count}. */
        public static Optional<Type> named(String sigmaName) {
            return List.of(values()).stream()
                    .filter(type -> type.sigmaName().equals(sigmaName))
                    .findFirst();
        }

        /** Whether it measures one number of each event. */
        public boolean isOverNumbers() {
            return switch (this) {
                case VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE, VALUE_MEDIAN -> true;
                case EVENT_COUNT, VALUE_COUNT, TEMPORAL, TEMPORAL_ORDERED -> false;
            };
        }

        /** As Sigma writes it. */
        public String sigmaName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The fields whose values make a group.
     *
     * @param names as the rule's {@code group-by} has them: fields, or aliases; none makes one group of the tenant
     * @param aliases for each alias, by id of the referred rule, the field that it stands for there
     */
    public record Grouping(List<String> names, Map<String, Map<String, String>> aliases) {
        public Grouping {
            names = List.copyOf(names);
            Map<String, Map<String, String>> copies = new LinkedHashMap<>();
            aliases.forEach((alias, fields) -> copies.put(alias, Map.copyOf(fields)));
            aliases = Map.copyOf(copies);
        }

        public static Grouping by(List<String> fields) {
            return new Grouping(fields, Map.of());
        }

        /** The field of an event that matched the rule which a group-by name or a counted field stands for. */
        public String fieldOf(String name, String ruleId) {
            return aliases.getOrDefault(name, Map.of()).getOrDefault(ruleId, name);
        }
    }

    /**
     * What is measured.
     *
     * @param bounds what the measure is compared with; for temporal types the number of rules seen, where there is no
     *     {@code presence}
     * @param field for value_count the fields counted as distinct tuples, for other value types the one that holds the
     *     number; else empty
     * @param percentile 0 to 100 for value_percentile, else null
     * @param presence the condition string of a temporal type over ids of rules; null where it has none
     */
    public record Measure(
            Bounds bounds,
            List<String> field,
            @Nullable Double percentile,
            @Nullable Presence presence) {
        public Measure {
            field = List.copyOf(field);
        }
    }

    /**
     * The operators that are not Sigma.
     *
     * @param maxPerValue value_count: only values that come at most so often in the window count
     * @param ratio event_count: of the events of the window, a share must have matched one of the rules
     * @param sequence value_count: instead of distinct values, the longest row of events, in order of time, whose whole
     *     numbers each exceed the one before by 1 to this, or each fall below it by that
     * @param maxDelay how late events may come to count, where the rule wants to decide sooner than sources allow
     */
    public record Extensions(
            @Nullable Integer maxPerValue,
            @Nullable Ratio ratio,
            @Nullable Integer sequence,
            @Nullable Duration maxDelay) {
        public static final Extensions NONE = new Extensions(null, null, null, null);
    }

    /**
     * A share of the events of a window.
     *
     * @param of id of the rule whose matches are the share
     * @param bounds what the share, 0 to 1, is compared with
     */
    public record Ratio(String of, Bounds bounds) {}
}
