package io.phiwatch.detector.sigma;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a measure is compared with: all of the comparisons must hold. */
public record Bounds(List<Comparison> comparisons) {

    public Bounds {
        comparisons = List.copyOf(comparisons);
    }

    public static Bounds atLeast(double value) {
        return new Bounds(List.of(new Comparison(Operator.GTE, value)));
    }

    /** Whether the measure is within all bounds. */
    public boolean holds(double measure) {
        for (int i = 0; i < comparisons.size(); i++) {
            if (!comparisons.get(i).holds(measure)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a measure that grows can never leave the bounds again. */
    public boolean isLowerOnly() {
        for (Comparison comparison : comparisons) {
            if (comparison.operator != Operator.GT && comparison.operator != Operator.GTE) {
                return false;
            }
        }
        return true;
    }

    /** The bound that people think of: the first. */
    public double threshold() {
        return comparisons.getFirst().value;
    }

    /** One comparison of a measure with a number. */
    public record Comparison(Operator operator, double value) {
        public boolean holds(double measure) {
            return switch (operator) {
                case GT -> measure > value;
                case GTE -> measure >= value;
                case LT -> measure < value;
                case LTE -> measure <= value;
                case EQ -> measure == value;
                case NEQ -> measure != value;
            };
        }
    }

    /** Operators of correlation conditions. */
    public enum Operator {
        GT,
        GTE,
        LT,
        LTE,
        EQ,
        NEQ;

        /** The operator of that Sigma name, such as {@code gte}. */
        public static Optional<Operator> named(String sigmaName) {
            return List.of(values()).stream()
                    .filter(operator -> operator.name().toLowerCase(Locale.ROOT).equals(sigmaName))
                    .findFirst();
        }
    }
}
