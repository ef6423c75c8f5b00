package io.phiwatch.detector.sigma;

import io.phiwatch.detector.sigma.yaml.Yaml;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the condition of one correlation: what of a window is measured, and what it is compared with. */
final class MeasureParser {
    private static final List<String> OPERATORS = List.of("gt", "gte", "lt", "lte", "eq", "neq");
    private static final Set<CorrelationRule.Type> TEMPORAL =
            Set.of(CorrelationRule.Type.TEMPORAL, CorrelationRule.Type.TEMPORAL_ORDERED);
    private static final Set<CorrelationRule.Type> COUNTS =
            Set.of(CorrelationRule.Type.EVENT_COUNT, CorrelationRule.Type.VALUE_COUNT);
    private static final double MAX_PERCENTILE = 100;

    private final Section correlation;
    private final CorrelationRule.Type type;

    MeasureParser(Section correlation, CorrelationRule.Type type) {
        this.correlation = correlation;
        this.type = type;
    }

    /** The measure over that many rules; of no use where anything was reported. */
    CorrelationRule.Measure parse(int rules) {
        if (!correlation.has("condition")) {
            if (!TEMPORAL.contains(type)) {
                correlation.reject("condition", "required");
            }
            return new CorrelationRule.Measure(Bounds.atLeast(rules), List.of(), null, null);
        }
        Section condition = correlation.section("condition");
        if (condition == null) {
            return new CorrelationRule.Measure(Bounds.atLeast(rules), List.of(), null, null);
        }
        List<String> known = new ArrayList<>(OPERATORS);
        known.add("field");
        if (type == CorrelationRule.Type.VALUE_PERCENTILE) {
            known.add("percentile");
        }
        condition.allowOnly(known);
        Bounds bounds = bounds(condition, OPERATORS, isWhole());
        checkPossible(condition, bounds, rules);
        return new CorrelationRule.Measure(bounds, field(condition), percentile(condition), null);
    }

    private boolean isWhole() {
        return COUNTS.contains(type) || TEMPORAL.contains(type);
    }

    /** All comparisons of the section; none where there is none, which is reported. */
    static Bounds bounds(Section section, Collection<String> operators, boolean isWhole) {
        List<Bounds.Comparison> comparisons = new ArrayList<>();
        for (Yaml.Entry entry : section.map().entries()) {
            Optional<Bounds.Operator> operator =
                    operators.contains(entry.key()) ? Bounds.Operator.named(entry.key()) : Optional.empty();
            operator.flatMap(it -> number(section, entry, isWhole).map(value -> new Bounds.Comparison(it, value)))
                    .ifPresent(comparisons::add);
        }
        if (operators.stream().noneMatch(section::has)) {
            section.reporter()
                    .reject(section.map().line(), section.path(), "needs one of " + String.join(", ", operators));
        }
        return new Bounds(comparisons);
    }

    private static Optional<Double> number(Section section, Yaml.Entry entry, boolean isWhole) {
        if (!(entry.value() instanceof Yaml.Scalar scalar) || !scalar.isNumber()) {
            section.reject(entry.key(), "must be a number");
            return Optional.empty();
        }
        if (isWhole && scalar.kind() != Yaml.Kind.INTEGER) {
            section.reject(entry.key(), "must be a whole number");
            return Optional.empty();
        }
        return Optional.of(Double.valueOf(scalar.text()));
    }

    private List<String> field(Section condition) {
        List<String> field = condition.texts("field");
        if ((type == CorrelationRule.Type.EVENT_COUNT || TEMPORAL.contains(type)) && condition.has("field")) {
            condition.reject(
                    "field",
                    type == CorrelationRule.Type.EVENT_COUNT
                            ? "event_count counts events, not a field"
                            : "temporal types count rules, not a field");
        } else if (type == CorrelationRule.Type.VALUE_COUNT && new HashSet<>(field).size() < field.size()) {
            condition.reject("field", "names a field twice");
        } else if (field.isEmpty() && !TEMPORAL.contains(type) && type != CorrelationRule.Type.EVENT_COUNT) {
            condition.reject("field", "required");
        } else if (field.size() > 1 && type != CorrelationRule.Type.VALUE_COUNT) {
            condition.reject("field", "only value_count takes more than one field");
        }
        return field;
    }

    private @Nullable Double percentile(Section condition) {
        if (type != CorrelationRule.Type.VALUE_PERCENTILE) {
            return null;
        }
        if (!(condition.map().value("percentile") instanceof Yaml.Scalar scalar) || !scalar.isNumber()) {
            condition.reject("percentile", "required: a number of 0 to 100");
            return null;
        }
        double percentile = Double.parseDouble(scalar.text());
        if (percentile < 0 || percentile > MAX_PERCENTILE) {
            condition.reject("percentile", "must be 0 to 100");
        }
        return percentile;
    }

    /** Windows begin with an event, so counts begin at 1; sums begin at 0, and averages anywhere. */
    private void checkPossible(Section condition, Bounds bounds, int rules) {
        if (bounds.comparisons().isEmpty()) {
            return;
        }
        double least = isWhole() ? 1 : type == CorrelationRule.Type.VALUE_SUM ? 0 : Double.NEGATIVE_INFINITY;
        double most = TEMPORAL.contains(type) ? rules : Double.POSITIVE_INFINITY;
        List<Double> decisive = decisive(bounds, isWhole())
                .filter(value -> least <= value && value <= most)
                .toList();
        if (!bounds.holds(least) && !bounds.holds(most) && decisive.stream().noneMatch(bounds::holds)) {
            condition.reporter().reject(condition.map().line(), condition.path(), "no window can satisfy it");
        } else if (least > Double.NEGATIVE_INFINITY
                && bounds.holds(0)
                && bounds.holds(least)
                && bounds.holds(most)
                && decisive.stream().allMatch(bounds::holds)) {
            condition.reporter().reject(condition.map().line(), condition.path(), "would be reached by nothing at all");
        }
    }

    /** Measures at which, and just beside which, a comparison changes its answer. */
    private static Stream<Double> decisive(Bounds bounds, boolean isWhole) {
        return bounds.comparisons().stream()
                .map(Bounds.Comparison::value)
                .flatMap(value -> isWhole
                        ? Stream.of(value - 1, value, value + 1)
                        : Stream.of(Math.nextDown(value), value, Math.nextUp(value)));
    }
}
