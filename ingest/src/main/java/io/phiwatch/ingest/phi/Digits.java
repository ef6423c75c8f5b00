package io.phiwatch.ingest.phi;

/** Sums and shapes that several kinds of number share. */
final class Digits {
    private Digits() {}

    /** Whether blanks separate its groups and further numbers stand beside it, as in a table of counts. */
    static boolean isInRow(Text text, int start, int end) {
        boolean blanks = false;
        for (int i = start; i < end; i++) {
            blanks |= text.chars[i] == ' ';
        }
        boolean before = text.at(start - 1) == ' ' && text.isDigitAt(start - 2);
        boolean after = text.at(end) == ' ' && text.isDigitAt(end + 1);
        return blanks && (before || after);
    }

    /**
     * The Luhn sum (ISO/IEC 7812-1) of the digits there, separators skipped; a number is good if it ends in 0.
     *
     * @param prefix sum of digits that stand before the number without being written
     */
    static boolean hasLuhnSum(Text text, int start, int end, int prefix) {
        int sum = prefix;
        boolean doubled = false;
        for (int i = end - 1; i >= start; i--) {
            if (Text.isDigit(text.chars[i])) {
                int digit = text.chars[i] - '0';
                int weighted = doubled ? digit * 2 : digit;
                sum += weighted > 9 ? weighted - 9 : weighted;
                doubled = !doubled;
            }
        }
        return sum % 10 == 0;
    }

    /** Whether all digits there are the same. */
    static boolean areSame(Text text, int start, int end) {
        for (int i = start + 1; i < end; i++) {
            if (text.chars[i] != text.chars[start]) {
                return false;
            }
        }
        return true;
    }
}
