package io.phiwatch.ingest.phi;

import org.jspecify.annotations.Nullable;

/** Recognises US social security numbers: three, two and four digits with separators, or nine with a hint. */
final class SocialSecurity {
    private static final double CERTAIN = 1.0;
    private static final double BY_HINT = 0.9;
    private static final double BY_SHAPE = 0.85;
    private static final int BARE = 9;
    private static final int SEPARATED = 11;

    private SocialSecurity() {}

    static @Nullable PhiFinding at(String text, int start, int endOfDigits, int hints) {
        boolean hinted = (hints & Hints.SSN) != 0;
        if ((!hinted && !Text.beginsToken(text, start)) || Text.isAlphanumericAt(text, start - 1)) {
            return null;
        }
        int digits = endOfDigits - start;
        if (digits == BARE) {
            boolean counts = hinted && Text.endsToken(text, endOfDigits) && isValid(text, start, start + 3, start + 5);
            return counts ? new PhiFinding(PhiType.US_SSN, start, endOfDigits, BY_HINT) : null;
        }
        if (digits != 3 || !isSeparated(text, start) || !isValid(text, start, start + 4, start + 7)) {
            return null;
        }
        int end = start + SEPARATED;
        if (!Text.endsToken(text, end) || Shapes.isInNumberRow(text, start, end)) {
            return null;
        }
        return new PhiFinding(PhiType.US_SSN, start, end, hinted ? CERTAIN : BY_SHAPE);
    }

    private static boolean isSeparated(String text, int start) {
        char separator = Text.at(text, start + 3);
        return (separator == '-' || separator == ' ' || separator == '.')
                && Text.at(text, start + 6) == separator
                && Text.endOfDigits(text, start + 4) == start + 6
                && Text.endOfDigits(text, start + 7) == start + SEPARATED;
    }

    private static boolean isValid(String text, int area, int group, int serial) {
        return Numbers.isSsn(Text.number(text, area, 3), Text.number(text, group, 2), Text.number(text, serial, 4));
    }
}
