package io.phiwatch.ingest.phi;

/** What makes digits an identifier: the rules of those who issue the numbers. */
final class Numbers {
    private static final int LOST_IN_A_WALLET_AREA = 78;
    private static final int PUBLISHED_AREA = 219;

    private Numbers() {}

    /**
     * Whether the Social Security Administration could have issued it: area not 000, 666 or 900–999, group not 00,
     * serial not 0000 (SSA POMS RM 10201.035), and not one of the two numbers that advertisements made public.
     */
    static boolean isSsn(int area, int group, int serial) {
        if (area == 0 || area == 666 || area >= 900 || group == 0 || serial == 0) {
            return false;
        }
        boolean wallet = area == LOST_IN_A_WALLET_AREA && group == 5 && serial == 1120;
        boolean pamphlet = area == PUBLISHED_AREA && group == 9 && serial == 9999;
        return !wallet && !pamphlet;
    }

    /** Whether the North American plan assigns it: area and exchange begin with 2–9 and are not N11, area not N9X. */
    static boolean isNorthAmericanPhone(int area, int exchange) {
        return area >= 200 && exchange >= 200 && area % 100 != 11 && exchange % 100 != 11 && area / 10 % 10 != 9;
    }

    /** Whether the digits, given without separators, are a card number: issuer range, length and Luhn sum. */
    static boolean isCard(String digits, int start, int end) {
        return isIssued(digits, start, end - start) && hasLuhnSum(digits, start, end);
    }

    private static boolean isIssued(String digits, int start, int length) {
        int four = Text.number(digits, start, 4);
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

    private static boolean hasLuhnSum(String digits, int start, int end) {
        int sum = 0;
        boolean doubled = false;
        for (int i = end - 1; i >= start; i--) {
            int digit = digits.charAt(i) - '0';
            int weighted = doubled ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
            doubled = !doubled;
        }
        return sum % 10 == 0;
    }
}
