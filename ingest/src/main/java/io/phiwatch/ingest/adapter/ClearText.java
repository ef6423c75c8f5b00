package io.phiwatch.ingest.adapter;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decides which words of a sender may stay in the clear: short names in the style of code, without long numbers. */
public final class ClearText {
    private static final int LONGEST = 60;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");
    private static final int MOST_DIGITS = 6;
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,9}(\\.\\d{1,4})?");

    private ClearText() {}

    /** The text if it is a plain decimal of at most nine digits before the point and four behind it. */
    public static Optional<String> decimal(String text) {
        return DECIMAL.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

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

    /**
     * A label of a product in the style of code, such as {@code super-administrator}; whole words only where it is too
     * long, nothing where it may be a mail address.
     */
    public static Optional<String> label(String text) {
        if (text.indexOf('@') >= 0) {
            return Optional.empty();
        }
        String dashed = BETWEEN_WORDS
                .matcher(text.toLowerCase(Locale.ROOT))
                .replaceAll(" ")
                .strip()
                .replace(' ', '-');
        if (dashed.length() > LONGEST) {
            int cut = dashed.lastIndexOf('-', LONGEST);
            dashed = dashed.substring(0, cut < 0 ? LONGEST : cut);
        }
        return name(dashed);
    }

    /** Labels with commas between; empty where none of the texts gives one. */
    public static Optional<String> labels(Collection<String> texts) {
        List<String> labels =
                texts.stream().flatMap(text -> label(text).stream()).toList();
        return labels.isEmpty() ? Optional.empty() : Optional.of(String.join(",", labels));
    }
}
