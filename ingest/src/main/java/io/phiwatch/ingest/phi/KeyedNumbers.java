package io.phiwatch.ingest.phi;

import org.jspecify.annotations.Nullable;

/**
 * Recognises numbers whose shape differs from issuer to issuer, so that only the words before them can tell: of medical
 * records, of members of a health plan, of passports and of driver's licences.
 */
final class KeyedNumbers {
    private static final double SCORE = 0.9;
    private static final int SURELY_LONG = 8;

    private KeyedNumbers() {}

    /** How a number of a kind is written: letters, digits and dashes. */
    private record Shape(PhiType type, int mostLetters, int fewestDigits, int mostDigits) {}

    private static final Shape RECORD = new Shape(PhiType.MRN, 4, 4, 15);
    private static final Shape MEMBER = new Shape(PhiType.MEMBER_ID, 6, 4, 15);
    private static final Shape PASSPORT = new Shape(PhiType.PASSPORT, 2, 6, 9);
    private static final Shape LICENSE = new Shape(PhiType.DRIVER_LICENSE, 3, 4, 14);

    /**
     * Begins at its first letter or digit.
     *
     * @param hints of the words right before it
     */
    static @Nullable PhiFinding at(Text text, int start, int hints) {
        Shape shape = shape(text, start, hints);
        if (shape == null || text.isDigitAt(start - 1)) {
            return null;
        }
        int end = end(text, start, shape);
        return end < 0 || isOther(text, start, end, hints) ? null : new PhiFinding(shape.type, start, end, SCORE);
    }

    private static @Nullable Shape shape(Text text, int start, int hints) {
        if (Hints.has(hints, Hints.MRN) || (Hints.has(hints, Hints.RECORD) && text.at(start - 1) == '#')) {
            return RECORD;
        }
        if (Hints.has(hints, Hints.MEMBER | Hints.INSURANCE)) {
            return MEMBER;
        }
        if (Hints.has(hints, Hints.PASSPORT)) {
            return PASSPORT;
        }
        return Hints.has(hints, Hints.LICENSE) ? LICENSE : null;
    }

    private static int end(Text text, int start, Shape shape) {
        int end = start;
        int digits = 0;
        int letters = 0;
        while (digits <= shape.mostDigits && letters <= shape.mostLetters) {
            char c = text.at(end);
            if (Text.isDigit(c)) {
                digits++;
            } else if (Text.isLetter(c)) {
                letters++;
            } else if (c != '-' || !text.isAlphanumericAt(end + 1)) {
                break;
            }
            end++;
        }
        boolean fits = digits >= shape.fewestDigits && digits <= shape.mostDigits && letters <= shape.mostLetters;
        return fits ? end : -1;
    }

    /** What stands in such places too: a date, a year, the limit of a retry policy. */
    private static boolean isOther(Text text, int start, int end, int hints) {
        if (Dates.endAt(text, start) > 0) {
            return true;
        }
        boolean plain = text.endOfDigits(start) == end;
        int length = end - start;
        if (Hints.has(hints, Hints.INSURANCE)) {
            return plain && length < SURELY_LONG;
        }
        boolean keyed = Hints.has(hints, Hints.KEYED);
        return plain && length == 4 && !keyed && (text.number(start, 2) == 19 || text.number(start, 2) == 20);
    }
}
