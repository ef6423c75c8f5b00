package io.phiwatch.detector.sigma;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Passes a number, or text that spells one, on the right side of a bound. All are compared exactly; whole numbers,
 * doubles and short digits without allocating.
 */
final class CompareTest implements ValueTest {
    /** A number of this many digits fits into a long, whichever they are. */
    private static final int SHORT = 18;

    private final Operator operator;
    private final BigDecimal bound;
    /** The largest whole number that is not above the bound, or the nearest that a long holds. */
    private final long floor;

    private final int floorOrder;
    /** The double nearest to the bound: every other double is on the same side of the bound as of this one. */
    private final double nearest;

    private final int nearestOrder;

    CompareTest(Operator operator, BigDecimal bound) {
        this.operator = operator;
        this.bound = bound.stripTrailingZeros();
        this.floor = floor(this.bound);
        this.floorOrder = BigDecimal.valueOf(floor).compareTo(this.bound);
        this.nearest = this.bound.doubleValue();
        this.nearestOrder = Double.isFinite(nearest) ? exact(nearest).compareTo(this.bound) : 0;
    }

    enum Operator {
        LT,
        LTE,
        GT,
        GTE,
        EQ
    }

    private static long floor(BigDecimal bound) {
        // not rounded before its size is known: 1e999999999 would be written out
        long digits = (long) bound.precision() - bound.scale();
        if (digits <= 0) {
            return bound.signum() < 0 ? -1 : 0;
        }
        if (digits > SHORT) {
            BigDecimal inside = bound.max(BigDecimal.valueOf(Long.MIN_VALUE)).min(BigDecimal.valueOf(Long.MAX_VALUE));
            return inside.setScale(0, RoundingMode.FLOOR).longValueExact();
        }
        return bound.setScale(0, RoundingMode.FLOOR).longValueExact();
    }

    Operator operator() {
        return operator;
    }

    /** Without zeros at its end. */
    BigDecimal bound() {
        return bound;
    }

    @Override
    public boolean test(@Nullable Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return isRight(order(((Number) value).longValue()));
        }
        if (value instanceof Double real) {
            return Double.isFinite(real) && isRight(order(real.doubleValue()));
        }
        if (value instanceof String text && isShort(text)) {
            return isRight(order(Long.parseLong(text)));
        }
        Number number = EventValue.number(value);
        return number != null && isFinite(number) && isRight(exact(number).compareTo(bound));
    }

    private boolean isRight(int order) {
        return switch (operator) {
            case LT -> order < 0;
            case LTE -> order <= 0;
            case GT -> order > 0;
            case GTE -> order >= 0;
            case EQ -> order == 0;
        };
    }

    private int order(long whole) {
        return whole == floor ? floorOrder : Long.compare(whole, floor);
    }

    private int order(double real) {
        if (real < nearest) {
            return -1;
        }
        return real > nearest ? 1 : nearestOrder;
    }

    private static boolean isShort(String text) {
        int length = text.length();
        if (length == 0 || length > SHORT) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isFinite(Number number) {
        return !(number instanceof Float real) || Float.isFinite(real);
    }

    private static BigDecimal exact(Number number) {
        return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CompareTest test && test.operator == operator && test.bound.equals(bound);
    }

    @Override
    public int hashCode() {
        return 31 * bound.hashCode() + operator.hashCode();
    }

    @Override
    public String toString() {
        return operator + " " + bound;
    }
}
