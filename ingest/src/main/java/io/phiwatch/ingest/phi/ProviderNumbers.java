package io.phiwatch.ingest.phi;

import org.jspecify.annotations.Nullable;

/** Recognises the numbers of those who treat and prescribe (NPI, DEA): by checksum, and only with a hint. */
final class ProviderNumbers {
    private static final double CERTAIN = 1.0;
    private static final double BY_HINT = 0.9;
    /** Luhn sum of 80840, which stands before every NPI without being written (45 CFR 162.406). */
    private static final int ISSUER_SUM = 24;

    private static final int NPI_DIGITS = 10;
    private static final int DEA_DIGITS = 7;
    private static final String DEA_TYPES = "ABCDEFGHJKLMPRSTUX";

    private ProviderNumbers() {}

    static @Nullable PhiFinding npiAt(Text text, int start, int endOfDigits, int hints) {
        boolean told = Hints.has(hints, Hints.NPI) || Hints.adjacent(hints, Hints.PROVIDER);
        char first = text.chars[start];
        if (!told || (first != '1' && first != '2') || text.isDigitAt(start - 1)) {
            return null;
        }
        int end = endOfDigits - start == NPI_DIGITS ? endOfDigits : endOfGroups(text, start, endOfDigits);
        boolean counts = end > 0
                && text.endsToken(end)
                && !Digits.areSame(text, start + 1, end)
                && Digits.hasLuhnSum(text, start, end, ISSUER_SUM);
        return counts ? new PhiFinding(PhiType.US_NPI, start, end, CERTAIN) : null;
    }

    /** 1234-567-893 or 1234 567 893; else -1. */
    private static int endOfGroups(Text text, int start, int endOfDigits) {
        char separator = text.at(endOfDigits);
        boolean grouped = endOfDigits - start == 4
                && Text.isSeparator(separator)
                && text.hasDigits(start + 5, 3)
                && text.at(start + 8) == separator
                && text.hasDigits(start + 9, 3);
        return grouped ? start + 12 : -1;
    }

    /** Two letters, or a letter and a 9, and seven digits behind them, maybe after a dash or a blank. */
    static @Nullable PhiFinding deaAt(Text text, int start, Context context) {
        char second = text.at(start + 1);
        boolean prefix = text.isLetterAt(start) && (Text.isLetter(second) || second == '9');
        if (!prefix || DEA_TYPES.indexOf(Character.toUpperCase(text.chars[start])) < 0 || !text.beginsToken(start)) {
            return null;
        }
        char gap = text.at(start + 2);
        int digits = gap == '-' || gap == ' ' ? start + 3 : start + 2;
        int end = digits + DEA_DIGITS;
        if (!text.hasDigits(digits, DEA_DIGITS) || !text.endsToken(end) || !hasDeaSum(text, digits)) {
            return null;
        }
        int hints = context.at(start);
        boolean upper = text.isUpperAt(start) && !text.isLowerAt(start + 1);
        boolean told = Hints.has(hints, Hints.DEA) || (upper && Hints.has(hints, Hints.PROVIDER));
        return told ? new PhiFinding(PhiType.US_DEA, start, end, BY_HINT) : null;
    }

    /** (d1+d3+d5) + 2(d2+d4+d6) ends in d7. */
    private static boolean hasDeaSum(Text text, int digits) {
        int sum = 0;
        for (int i = 0; i < DEA_DIGITS - 1; i++) {
            sum += (text.chars[digits + i] - '0') * (i % 2 == 0 ? 1 : 2);
        }
        return sum % 10 == text.chars[digits + DEA_DIGITS - 1] - '0';
    }
}
