package io.phiwatch.ingest.adapter;

import java.util.Optional;
import java.util.regex.Pattern;

/** Decides which words of a sender may stay in the clear: short names in the style of code, without long numbers. */
public final class ClearText {
    private static final int LONGEST = 60;
    private static final int MOST_DIGITS = 6;
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,9}(\\.\\d{1,4})?");

    private ClearText() {}

    /** The text if it is letters, at most six digits, and {@code _ - . /} between them. */
    public static Optional<String> name(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean digit = c >= '0' && c <= '9';
            if (!letter && !digit && c != '_' && c != '-' && c != '.' && c != '/') {
                return Optional.empty();
            }
            digits += digit ? 1 : 0;
        }
        return digits <= MOST_DIGITS ? Optional.of(text) : Optional.empty();
    }

    /** The text if it is a decimal of at most nine digits before the point and four behind it. */
    public static Optional<String> decimal(String text) {
        return DECIMAL.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }
}
