package io.phiwatch.ingest.phi;

import org.jspecify.annotations.Nullable;

/** Recognises vehicle identification numbers by their check digit (49 CFR 565.15). */
final class Vehicles {
    private static final double CERTAIN = 1.0;
    private static final double BY_CHECKSUM = 0.7;
    private static final int LENGTH = 17;
    private static final int CHECK = 8;
    private static final int[] WEIGHTS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
    /** Values of the letters from A to Z; 0 for I, O and Q, which are not used. */
    private static final int[] VALUES = {1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9};

    private Vehicles() {}

    static @Nullable PhiFinding at(Text text, int start, int endOfToken, Context context) {
        if (endOfToken - start != LENGTH || !text.beginsToken(start) || !text.endsToken(endOfToken)) {
            return null;
        }
        if (!hasCheckDigit(text, start)) {
            return null;
        }
        int hints = context.at(start);
        if (Hints.has(hints, Hints.VEHICLE)) {
            return new PhiFinding(PhiType.VIN, start, endOfToken, CERTAIN);
        }
        boolean shaped = isWritten(text, start) && !Hints.near(hints, Hints.ORDINARY);
        return shaped ? new PhiFinding(PhiType.VIN, start, endOfToken, BY_CHECKSUM) : null;
    }

    private static boolean hasCheckDigit(Text text, int start) {
        int sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            char c = text.chars[start + i];
            int value = Text.isDigit(c) ? c - '0' : VALUES[Text.lower(c) - 'a'];
            if (value == 0 && !Text.isDigit(c)) {
                return false;
            }
            sum += value * WEIGHTS[i];
        }
        char check = Character.toUpperCase(text.chars[start + CHECK]);
        return sum % 11 == 10 ? check == 'X' : check == '0' + sum % 11;
    }

    /** In capitals, at least two letters in the maker's part, and a serial number at the end. */
    private static boolean isWritten(Text text, int start) {
        int letters = 0;
        for (int i = 0; i < LENGTH; i++) {
            if (text.isLowerAt(start + i)) {
                return false;
            }
            letters += i < CHECK && text.isUpperAt(start + i) ? 1 : 0;
        }
        return letters >= 2 && text.hasDigits(start + LENGTH - 4, 4);
    }
}
