package io.phiwatch.ingest.phi;

import org.jspecify.annotations.Nullable;

/** Recognises payment card numbers (PAN), written as one number or in the groups that are printed on cards. */
final class Cards {
    private static final double CERTAIN = 1.0;
    private static final double BY_GROUPS = 0.9;
    private static final double BY_CHECKSUM = 0.8;
    static final int SHORTEST = 12;
    private static final int LONGEST = 19;
    private static final int USUAL_SHORTEST = 14;
    private static final int USUAL_LONGEST = 16;

    private Cards() {}

    static @Nullable PhiFinding at(Text text, int start, int endOfDigits, int hints) {
        boolean hinted = Hints.has(hints, Hints.CARD);
        if ((!hinted && !text.beginsToken(start)) || Hints.adjacent(hints, Hints.PRODUCT)) {
            return null;
        }
        int digits = endOfDigits - start;
        if (digits == 4) {
            return grouped(text, start, hinted);
        }
        // ids of shops and social networks have 13 or 17 to 19 digits, and one in ten has a good checksum
        boolean usual = digits >= USUAL_SHORTEST && digits <= USUAL_LONGEST && !Hints.near(hints, Hints.ORDINARY);
        boolean counts = hinted ? digits >= SHORTEST && digits <= LONGEST : usual;
        boolean card = counts && text.endsToken(endOfDigits) && isCard(text, start, endOfDigits, digits, hinted);
        return card ? new PhiFinding(PhiType.PAN, start, endOfDigits, hinted ? CERTAIN : BY_CHECKSUM) : null;
    }

    private static @Nullable PhiFinding grouped(Text text, int start, boolean hinted) {
        char separator = text.at(start + 4);
        if (!Text.isSeparator(separator)) {
            return null;
        }
        int digits = 4;
        int end = start + 4;
        while (text.at(end) == separator && text.isDigitAt(end + 1) && digits <= LONGEST) {
            int groupEnd = text.endOfDigits(end + 1);
            digits += groupEnd - end - 1;
            end = groupEnd;
        }
        boolean inRow = !hinted && Text.isBlank(text.at(start - 1)) && text.isDigitAt(start - 2);
        boolean printed = !inRow && isPrinted(text, start, end, digits) && text.endsToken(end);
        if (!printed || !isCard(text, start, end, digits, hinted)) {
            return null;
        }
        return new PhiFinding(PhiType.PAN, start, end, hinted ? CERTAIN : BY_GROUPS);
    }

    /** Groups of four with a rest (Visa and most), or 4-6-5 and 4-6-4 (American Express, Diners). */
    private static boolean isPrinted(Text text, int start, int end, int digits) {
        if (digits < SHORTEST || digits > LONGEST) {
            return false;
        }
        int length = end - start;
        boolean sixes = length == digits + 2 && text.isDigitAt(start + 10) && digits <= 15;
        if (sixes) {
            return true;
        }
        for (int group = start + 4; group < end; group += 5) {
            if (Text.isDigit(text.chars[group])) {
                return false;
            }
        }
        return length == digits + (digits - 1) / 4;
    }

    private static boolean isCard(Text text, int start, int end, int digits, boolean hinted) {
        boolean issued = isIssued(text.number(start, 4), digits)
                || (hinted && digits >= USUAL_SHORTEST)
                || (hinted && text.chars[start] >= '3');
        return issued && Digits.hasLuhnSum(text, start, end, 0);
    }

    /** Issuer ranges and lengths of Visa, Mastercard, American Express, Diners, JCB, Discover and UnionPay. */
    private static boolean isIssued(int four, int length) {
        int two = four / 100;
        if (two / 10 == 4) {
            return length == 13 || length == 16 || length == 19;
        }
        if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) {
            return length == 16;
        }
        if (two == 34 || two == 37) {
            return length == 15;
        }
        if ((four / 10 >= 300 && four / 10 <= 305) || two == 36 || two == 38 || two == 39) {
            return length >= 14;
        }
        if (four >= 3528 && four <= 3589) {
            return length >= 16;
        }
        return length >= 16 && (four == 6011 || two == 65 || two == 62 || (four / 10 >= 644 && four / 10 <= 649));
    }
}
