package io.phiwatch.detector.sigma;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Passes a number, or text that spells one, on the right side of a bound. */
record CompareTest(Operator operator, BigDecimal bound) implements ValueTest {
    CompareTest {
        bound = bound.stripTrailingZeros();
    }

    enum Operator {
        LT,
        LTE,
        GT,
        GTE,
        EQ
    }

    @Override
    public boolean test(@Nullable Object value) {
        Number number = EventValue.number(value);
        if (number == null || (number instanceof Double real && !Double.isFinite(real))) {
            return false;
        }
        int order = compare(number);
        return switch (operator) {
            case LT -> order < 0;
            case LTE -> order <= 0;
            case GT -> order > 0;
            case GTE -> order >= 0;
            case EQ -> order == 0;
        };
    }

    private int compare(Number number) {
        return switch (number) {
            case BigDecimal exact -> exact.compareTo(bound);
            case Long whole -> BigDecimal.valueOf(whole).compareTo(bound);
            case Integer whole -> BigDecimal.valueOf(whole).compareTo(bound);
            default -> new BigDecimal(number.toString()).compareTo(bound);
        };
    }
}
