package io.phiwatch.ingest.phi;

import org.jspecify.annotations.Nullable;

/**
 * Recognises telephone numbers of the North American plan by their separators or their country code, others with a
 * plus sign or bare ones only behind a hint.
 */
final class Phones {
    private static final double CERTAIN = 1.0;
    private static final double BY_SHAPE = 0.75;
    private static final double BY_HINT = 0.8;
    private static final double BY_BLANKS = 0.5;

    private Phones() {}

    /** Begins at a digit, a plus sign or an opening parenthesis. */
    static @Nullable PhiFinding at(String text, int start, int hints) {
        boolean hinted = (hints & Hints.PHONE) != 0;
        boolean begins = hinted ? !Text.isAlphanumericAt(text, start - 1) : Text.beginsToken(text, start);
        if (!begins) {
            return null;
        }
        int national = afterCountryCode(text, start);
        boolean country = national > start;
        int end = endOfNational(text, national);
        if (end > 0 && Text.endsToken(text, end) && !Shapes.isInNumberRow(text, start, end)) {
            boolean bare = end - national == 10;
            boolean counts = !bare || hinted || text.charAt(start) == '+';
            return counts ? new PhiFinding(PhiType.PHONE, start, end, score(text, national, end, hinted)) : null;
        }
        return hinted && !country && text.charAt(start) == '+' ? international(text, start) : null;
    }

    private static double score(String text, int start, int end, boolean hinted) {
        if (hinted) {
            return end - start == 10 ? BY_HINT : CERTAIN;
        }
        return Text.at(text, start + 3) == ' ' && Text.isDigit(text.charAt(start)) ? BY_BLANKS : BY_SHAPE;
    }

    /** Start of the ten digits: behind {@code +1}, {@code 1-} or a leading 1, else where it was. */
    private static int afterCountryCode(String text, int start) {
        int at = text.charAt(start) == '+' ? start + 1 : start;
        if (Text.at(text, at) != '1') {
            return start;
        }
        char next = Text.at(text, at + 1);
        boolean blank = next == ' ' && (Text.at(text, at + 2) == '(' || Text.isDigitAt(text, at + 2));
        return blank || next == '-' || next == '.' ? at + 2 : at + 1;
    }

    /** End of ten digits, bare or as 415-555-0133, 415.555.0133, 415 555 0133, (415) 555-0133; else -1. */
    private static int endOfNational(String text, int start) {
        boolean enclosed = Text.at(text, start) == '(';
        int area = enclosed ? start + 1 : start;
        int areaEnd = Text.endOfDigits(text, Math.min(area, text.length()));
        if (!enclosed && areaEnd - area == 10) {
            return plausible(text, area, area + 3) ? areaEnd : -1;
        }
        if (areaEnd - area != 3 || (enclosed && Text.at(text, areaEnd) != ')')) {
            return -1;
        }
        int exchange = enclosed ? afterParenthesis(text, areaEnd + 1) : areaEnd + 1;
        char separator = Text.at(text, exchange + 3);
        boolean separated = isSeparator(separator) && (enclosed || Text.at(text, areaEnd) == separator);
        boolean digits = separated
                && Text.endOfDigits(text, exchange) == exchange + 3
                && Text.endOfDigits(text, exchange + 4) == exchange + 8;
        return digits && plausible(text, area, exchange) ? exchange + 8 : -1;
    }

    private static int afterParenthesis(String text, int at) {
        return isSeparator(Text.at(text, at)) ? at + 1 : at;
    }

    private static boolean isSeparator(char c) {
        return c == '-' || c == '.' || c == ' ';
    }

    private static boolean plausible(String text, int area, int exchange) {
        return Numbers.isNorthAmericanPhone(Text.number(text, area, 3), Text.number(text, exchange, 3));
    }

    /** E.164: a plus sign and 8 to 15 digits, maybe in groups. */
    private static @Nullable PhiFinding international(String text, int start) {
        int digits = 0;
        int at = start + 1;
        int end = at;
        while (at < text.length() && digits <= 15) {
            char c = text.charAt(at);
            if (Text.isDigit(c)) {
                digits++;
                end = at + 1;
            } else if (!isSeparator(c) || !Text.isDigitAt(text, at + 1)) {
                break;
            }
            at++;
        }
        boolean counts = digits >= 8 && digits <= 15 && Text.endsToken(text, end);
        return counts ? new PhiFinding(PhiType.PHONE, start, end, BY_HINT) : null;
    }
}
