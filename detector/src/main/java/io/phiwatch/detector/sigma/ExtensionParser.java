package io.phiwatch.detector.sigma;

import io.phiwatch.detector.sigma.yaml.Yaml;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the operators that the {@code phiwatch:} map adds to a correlation. */
final class ExtensionParser {
    /** The keys that it reads. */
    static final List<String> KEYS = List.of("max-per-value", "ratio", "sequence", "max-delay");

    private static final List<String> SHARE_OPERATORS = List.of("gt", "gte", "lt", "lte");

    private final Section phiwatch;
    private final CorrelationRule.Type type;

    ExtensionParser(Section phiwatch, CorrelationRule.Type type) {
        this.phiwatch = phiwatch;
        this.type = type;
    }

    /** The extensions, with rules as they are written; of no use where anything was reported. */
    CorrelationRule.Extensions parse(CorrelationRule.Measure measure, List<String> rules) {
        Integer maxPerValue = count("max-per-value", CorrelationRule.Type.VALUE_COUNT);
        Integer sequence = count("sequence", CorrelationRule.Type.VALUE_COUNT);
        if (sequence != null
                && (measure.field().size() != 1 || !measure.bounds().isLowerOnly())) {
            phiwatch.reject("sequence", "goes with one field, gt and gte only");
        }
        if (sequence != null && maxPerValue != null) {
            phiwatch.reject("sequence", "does not go with max-per-value");
        }
        return new CorrelationRule.Extensions(maxPerValue, ratio(rules), sequence, maxDelay());
    }

    private @Nullable Integer count(String key, CorrelationRule.Type only) {
        if (!phiwatch.has(key) || !isOf(key, only)) {
            return null;
        }
        Optional<Integer> count = Optional.ofNullable(phiwatch.map().value(key))
                .filter(value -> value instanceof Yaml.Scalar scalar && scalar.kind() == Yaml.Kind.INTEGER)
                .map(value -> ((Yaml.Scalar) value).text())
                .filter(text -> text.matches("[1-9][0-9]{0,8}"))
                .map(Integer::valueOf);
        if (count.isEmpty()) {
            phiwatch.reject(key, "must be a whole number above 0");
        }
        return count.orElse(null);
    }

    private CorrelationRule.@Nullable Ratio ratio(List<String> rules) {
        Section ratio = phiwatch.section("ratio");
        if (ratio == null || !isOf("ratio", CorrelationRule.Type.EVENT_COUNT)) {
            return null;
        }
        ratio.allowOnly(List.of("of", "gt", "gte", "lt", "lte"));
        String of = ratio.required("of");
        if (rules.size() < 2) {
            ratio.reject("of", "a share needs a second rule to be a share of");
        }
        Bounds bounds = MeasureParser.bounds(ratio, SHARE_OPERATORS, false);
        for (Bounds.Comparison comparison : bounds.comparisons()) {
            if (comparison.value() < 0 || comparison.value() > 1) {
                phiwatch.reject("ratio", "a share is 0 to 1");
                return null;
            }
        }
        boolean isPossible = bounds.holds(0)
                || bounds.holds(1)
                || bounds.comparisons().stream()
                        .mapToDouble(Bounds.Comparison::value)
                        .anyMatch(value -> bounds.holds(value)
                                || bounds.holds(Math.nextUp(value))
                                || bounds.holds(Math.nextDown(value)));
        if (!isPossible) {
            phiwatch.reject("ratio", "no share can satisfy it");
        }
        return new CorrelationRule.Ratio(of, bounds);
    }

    private @Nullable Duration maxDelay() {
        String text = phiwatch.text("max-delay");
        if (text == null) {
            return null;
        }
        Optional<Duration> delay = Timespan.parse(text);
        if (delay.isEmpty()) {
            phiwatch.reject("max-delay", "must be a whole number of s, m, h or d, such as 10m");
        }
        return delay.orElse(null);
    }

    private boolean isOf(String key, CorrelationRule.Type only) {
        if (type != only) {
            phiwatch.reject(key, "goes with " + only.sigmaName() + " only");
        }
        return type == only;
    }
}
