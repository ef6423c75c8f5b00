package io.phiwatch.detector.sigma;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How the value of an event's field reads as text and as a number, and how case is folded. */
final class EventValue {
    // beyond this a double holds no exact whole number
    private static final double EXACT_WHOLE = 1L << 53;
    private static final int MAX_NUMBER_LENGTH = 40;
    private static final int ASCII = 128;

    private EventValue() {}

    /** The value as text; null for what has no text, such as a map. Numbers are in plain decimal notation. */
    static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Enum<?> constant -> constant.name();
            case Number number -> text(number);
            case Boolean truth -> truth.toString();
            case Instant instant -> instant.toString();
            case CharSequence text -> text.toString();
            default -> null;
        };
    }

    private static String text(Number number) {
        if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            if (value == Math.rint(value) && Math.abs(value) <= EXACT_WHOLE) {
                return Long.toString((long) value);
            }
            return Double.isFinite(value)
                    ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
                    : Double.toString(value);
        }
        return number.toString();
    }

    /** The number that a value is or spells; null where it does neither. */
    static @Nullable Number number(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Number number -> number;
            case CharSequence text -> spelledNumber(text.toString().strip());
            default -> null;
        };
    }

    private static @Nullable Number spelledNumber(String text) {
        if (text.isEmpty() || text.length() > MAX_NUMBER_LENGTH || "+-.0123456789".indexOf(text.charAt(0)) < 0) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** One character without case; equal to what {@link String#equalsIgnoreCase} compares. */
    static char fold(char c) {
        if (c < ASCII) {
            return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    /** Text without case; the same instance where it has none. */
    static String fold(String text) {
        int i = 0;
        while (i < text.length() && fold(text.charAt(i)) == text.charAt(i)) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        char[] folded = text.toCharArray();
        for (; i < folded.length; i++) {
            folded[i] = fold(folded[i]);
        }
        return new String(folded);
    }
}
