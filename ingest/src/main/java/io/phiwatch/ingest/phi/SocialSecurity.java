package io.phiwatch.ingest.phi;

import org.jspecify.annotations.Nullable;

/**
 * Recognises US social security numbers: three, two and four digits with separators, or nine with a hint. Behind a hint
 * the numbers count too that the tax office gives to those who have none (ITIN): people write them into that field.
 */
final class SocialSecurity {
    private static final double CERTAIN = 1.0;
    private static final double BY_HINT = 0.9;
    private static final double BY_SHAPE = 0.85;
    private static final int BARE = 9;
    private static final int SEPARATED = 11;
    private static final int LOST_IN_A_WALLET = 78_05_1120;
    private static final int PUBLISHED = 219_09_9999;

    private SocialSecurity() {}

    static @Nullable PhiFinding at(Text text, int start, int endOfDigits, int hints) {
        boolean hinted = Hints.has(hints, Hints.SSN);
        if ((!hinted && !text.beginsToken(start)) || Hints.adjacent(hints, Hints.PRODUCT)) {
            return null;
        }
        int digits = endOfDigits - start;
        if (digits == BARE) {
            boolean counts = hinted && text.endsToken(endOfDigits) && isValid(text, start, 0, true);
            return counts ? new PhiFinding(PhiType.US_SSN, start, endOfDigits, BY_HINT) : null;
        }
        if (digits != 3 || !isSeparated(text, start) || !isValid(text, start, 1, hinted)) {
            return null;
        }
        int end = start + SEPARATED;
        if (!text.endsToken(end) || Digits.isInRow(text, start, end)) {
            return null;
        }
        return new PhiFinding(PhiType.US_SSN, start, end, hinted ? CERTAIN : BY_SHAPE);
    }

    private static boolean isSeparated(Text text, int start) {
        char separator = text.at(start + 3);
        return Text.isSeparator(separator)
                && text.at(start + 6) == separator
                && text.hasDigits(start + 4, 2)
                && text.hasDigits(start + 7, 4);
    }

    private static boolean isValid(Text text, int start, int gap, boolean orTaxpayer) {
        int area = text.number(start, 3);
        int group = text.number(start + 3 + gap, 2);
        int serial = text.number(start + 5 + 2 * gap, 4);
        return isIssued(area, group, serial) || (orTaxpayer && isTaxpayer(area, group));
    }

    /**
     * Whether the Social Security Administration could have issued it: area not 000, 666 or 900–999, group not 00,
     * serial not 0000 (SSA POMS RM 10201.035), and not one of the two numbers that advertisements made public.
     */
    private static boolean isIssued(int area, int group, int serial) {
        if (area == 0 || area == 666 || area >= 900 || group == 0 || serial == 0) {
            return false;
        }
        int whole = (area * 100 + group) * 10_000 + serial;
        return whole != LOST_IN_A_WALLET && whole != PUBLISHED;
    }

    /** Area 9XX and group 50–65, 70–88, 90–92 or 94–99 (IRS, Individual Taxpayer Identification Number). */
    private static boolean isTaxpayer(int area, int group) {
        return area >= 900 && group >= 50 && group != 89 && group != 93 && (group <= 65 || group >= 70);
    }
}
