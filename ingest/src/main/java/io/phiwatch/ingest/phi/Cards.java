package io.phiwatch.ingest.phi;

import org.jspecify.annotations.Nullable;

/** Recognises payment card numbers (PAN), written as one number or in the groups that are printed on cards. */
final class Cards {
    private static final double CERTAIN = 1.0;
    private static final double BY_CHECKSUM = 0.8;
    private static final int SHORTEST = 13;
    private static final int LONGEST = 19;
    private static final int USUAL_SHORTEST = 14;
    private static final int USUAL_LONGEST = 16;

    private Cards() {}

    static @Nullable PhiFinding at(String text, int start, int endOfDigits, int hints) {
        boolean hinted = (hints & Hints.CARD) != 0;
        if (!(hinted ? !Text.isAlphanumericAt(text, start - 1) : Text.beginsToken(text, start))) {
            return null;
        }
        int digits = endOfDigits - start;
        if (digits == 4) {
            return grouped(text, start, hinted);
        }
        // ids of shops and social networks have 13 or 17 to 19 digits, and one in ten has a good checksum
        boolean usual = digits >= USUAL_SHORTEST && digits <= USUAL_LONGEST && (hints & Hints.ORDINARY) == 0;
        boolean counts = hinted ? digits >= SHORTEST && digits <= LONGEST : usual;
        if (!counts || !Text.endsToken(text, endOfDigits) || !Numbers.isCard(text, start, endOfDigits)) {
            return null;
        }
        return new PhiFinding(PhiType.PAN, start, endOfDigits, hinted ? CERTAIN : BY_CHECKSUM);
    }

    private static @Nullable PhiFinding grouped(String text, int start, boolean hinted) {
        char separator = Text.at(text, start + 4);
        if (separator != ' ' && separator != '-') {
            return null;
        }
        StringBuilder digits = new StringBuilder(LONGEST).append(text, start, start + 4);
        int end = start + 4;
        while (Text.at(text, end) == separator && Text.isDigitAt(text, end + 1) && digits.length() <= LONGEST) {
            int groupEnd = Text.endOfDigits(text, end + 1);
            digits.append(text, end + 1, Math.min(groupEnd, end + 1 + LONGEST));
            end = groupEnd;
        }
        boolean printed = isPrinted(text, start, end, digits.length());
        if (!printed || !Text.endsToken(text, end) || !Numbers.isCard(digits.toString(), 0, digits.length())) {
            return null;
        }
        return new PhiFinding(PhiType.PAN, start, end, hinted ? CERTAIN : BY_CHECKSUM + 0.1);
    }

    /** Groups of four with a rest (Visa and most), or 4-6-5 and 4-6-4 (American Express, Diners). */
    private static boolean isPrinted(String text, int start, int end, int digits) {
        if (digits < SHORTEST || digits > LONGEST) {
            return false;
        }
        int length = end - start;
        boolean sixes = length == digits + 2 && Text.isDigitAt(text, start + 10) && digits <= 15;
        if (sixes) {
            return true;
        }
        for (int group = start + 4; group < end; group += 5) {
            if (Text.isDigit(text.charAt(group))) {
                return false;
            }
        }
        return length == digits + (digits - 1) / 4;
    }
}
