package io.phiwatch.detector.sigma;

import io.phiwatch.detector.sigma.yaml.Yaml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the correlation section of one document. */
final class CorrelationParser {
    private static final Pattern TIMESPAN = Pattern.compile("([0-9]{1,9})([smhd])");
    private static final Set<String> LATER_TYPES =
            Set.of("temporal", "temporal_ordered", "value_avg", "value_percentile", "value_median");
    private static final Set<String> LATER_OPERATORS = Set.of("lt", "lte", "eq", "neq");

    private final Section document;
    private final Section correlation;

    CorrelationParser(Section document, Section correlation) {
        this.document = document;
        this.correlation = correlation;
    }

    /** The draft; null where anything was reported. */
    Draft.@Nullable Correlation parse(RuleMetadata metadata) {
        int before = document.reporter().count();
        correlation.allowOnly(List.of("type", "rules", "group-by", "timespan", "condition", "aliases", "generate"));
        if (correlation.has("aliases")) {
            correlation.reject("aliases", "not supported yet");
        }
        List<String> references = correlation.texts("rules");
        if (references.isEmpty()) {
            correlation.reject("rules", "required");
        }
        Optional<CorrelationRule.Type> type = type();
        Duration timespan = timespan();
        boolean generate = generate();
        Section condition = condition();
        if (condition == null || type.isEmpty()) {
            return null;
        }
        List<String> field = field(condition, type.get());
        Bounds.Comparison threshold = threshold(condition, type.get());
        if (threshold == null || document.reporter().count() > before) {
            return null;
        }
        return new Draft.Correlation(
                metadata,
                document,
                type.get(),
                references,
                CorrelationRule.Grouping.by(correlation.texts("group-by")),
                timespan,
                new CorrelationRule.Measure(new Bounds(List.of(threshold)), field, null, null),
                CorrelationRule.Extensions.NONE,
                generate);
    }

    private Optional<CorrelationRule.Type> type() {
        String name = correlation.required("type");
        Optional<CorrelationRule.Type> type = Optional.of(name)
                .filter(text -> text.equals(text.toLowerCase(Locale.ROOT)))
                .filter(text -> !LATER_TYPES.contains(text))
                .flatMap(CorrelationRule.Type::named);
        if (type.isEmpty() && !name.isEmpty()) {
            correlation.reject(
                    "type",
                    LATER_TYPES.contains(name)
                            ? "type '" + name + "' is not supported yet"
                            : "no correlation type is named '" + name + "'");
        }
        return type;
    }

    private Duration timespan() {
        String text = correlation.required("timespan");
        Matcher matcher = TIMESPAN.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            if (!text.isEmpty()) {
                correlation.reject("timespan", "must be a whole number above 0 of s, m, h or d, such as 10m");
            }
            return Duration.ZERO;
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private boolean generate() {
        Boolean outer = document.flag("generate");
        Boolean inner = correlation.flag("generate");
        if (outer != null && inner != null && !outer.equals(inner)) {
            correlation.reject("generate", "contradicts the generate of the document");
        }
        return Boolean.TRUE.equals(outer) || Boolean.TRUE.equals(inner);
    }

    private @Nullable Section condition() {
        if (!correlation.has("condition")) {
            correlation.reject("condition", "required");
            return null;
        }
        return correlation.section("condition");
    }

    private static List<String> field(Section condition, CorrelationRule.Type type) {
        List<String> field = condition.texts("field");
        if (type == CorrelationRule.Type.EVENT_COUNT && condition.has("field")) {
            condition.reject("field", "event_count counts events, not a field");
        } else if (type != CorrelationRule.Type.EVENT_COUNT && field.isEmpty()) {
            condition.reject("field", "required");
        } else if (type == CorrelationRule.Type.VALUE_SUM && field.size() > 1) {
            condition.reject("field", "a sum has one field");
        }
        return field;
    }

    private static Bounds.@Nullable Comparison threshold(Section condition, CorrelationRule.Type type) {
        List<Bounds.Comparison> thresholds = new ArrayList<>();
        for (Yaml.Entry entry : condition.map().entries()) {
            String key = entry.key();
            if (LATER_OPERATORS.contains(key)) {
                condition.reject(key, "operator '" + key + "' is not supported yet: a later event can undo it");
            } else if (key.equals("gt") || key.equals("gte")) {
                threshold(condition, entry, type).ifPresent(thresholds::add);
            } else if (!key.equals("field")) {
                condition
                        .reporter()
                        .rejectUnknown(entry.line(), condition.pathOf(key), key, List.of("gt", "gte", "field"));
            }
        }
        if (condition.has("gt") && condition.has("gte")) {
            condition.reject("gt", "gt and gte together");
        } else if (!condition.has("gt") && !condition.has("gte")) {
            condition.reporter().reject(condition.map().line(), condition.path(), "needs gt or gte");
        }
        return thresholds.size() == 1 ? thresholds.getFirst() : null;
    }

    private static Optional<Bounds.Comparison> threshold(
            Section condition, Yaml.Entry entry, CorrelationRule.Type type) {
        if (!(entry.value() instanceof Yaml.Scalar scalar) || !scalar.isNumber()) {
            condition.reject(entry.key(), "must be a number");
            return Optional.empty();
        }
        boolean inclusive = entry.key().equals("gte");
        double value = Double.parseDouble(scalar.text());
        if (type != CorrelationRule.Type.VALUE_SUM && scalar.kind() != Yaml.Kind.INTEGER) {
            condition.reject(entry.key(), "must be a whole number");
            return Optional.empty();
        }
        if (value < 0 || (inclusive && value == 0)) {
            condition.reject(entry.key(), "would be reached by nothing at all");
            return Optional.empty();
        }
        return Optional.of(new Bounds.Comparison(inclusive ? Bounds.Operator.GTE : Bounds.Operator.GT, value));
    }
}
