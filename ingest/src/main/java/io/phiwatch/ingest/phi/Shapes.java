package io.phiwatch.ingest.phi;

/**
 * What a run could be by lengths and kinds alone, where no word tells: one look in a table instead of a chain of
 * comparisons that no processor guesses. What has none of these shapes is not looked at closer; what has one may still
 * be nothing.
 */
final class Shapes {
    /** Of a number in groups. */
    static final int LONGEST_GROUP = 6;
    /** More digits of a further group are not told apart. */
    private static final int MOST = 8;

    static final int LONGEST_MIXED = 34;
    /** First characters that count. */
    private static final int FIRST = 4;

    private static final boolean[] GROUPS = new boolean[(LONGEST_GROUP + 1) * (MOST + 1) * (MOST + 1)];
    private static final boolean[] MIXED = new boolean[(LONGEST_MIXED + 1) << FIRST];

    static {
        // social security; telephone without and with its country code; drugs
        for (int groups : new int[] {324, 334, 133, 434, 442, 532, 541, 542, 642}) {
            GROUPS[index(groups / 100, groups / 10 % 10, groups % 10)] = true;
        }
        // cards
        for (int second = 0; second <= MOST; second++) {
            for (int third = MOST - second; third <= MOST; third++) {
                GROUPS[index(4, second, third)] = true;
            }
        }
        for (int length = 0; length <= LONGEST_MIXED; length++) {
            for (int letters = 0; letters < 1 << FIRST; letters++) {
                MIXED[(length << FIRST) | letters] = isShape(length, letters);
            }
        }
    }

    private Shapes() {}

    private static boolean isShape(int length, int letters) {
        boolean beneficiary = (length == 11 || length == 4) && (letters & 0b1011) == 0b0010;
        boolean diagnosis = length <= 7 && (letters & 0b0011) == 0b0001;
        boolean prescriber = length == 9 && (letters & 0b1101) == 0b0001;
        boolean account = (length == 4 || length >= 15) && letters == 0b0011;
        boolean vehicle = length == 17;
        return beneficiary || diagnosis || prescriber || account || vehicle;
    }

    private static int index(int first, int second, int third) {
        return (first * (MOST + 1) + second) * (MOST + 1) + third;
    }

    /** Whether a number of up to six digits and what follows it may be groups of one number. */
    static boolean isGrouped(Text text, int start, int end) {
        int endOfSecond = text.endOfDigits(end + 1);
        int endOfThird = text.endOfDigits(endOfSecond + 1);
        int second = Math.min(endOfSecond - end - 1, MOST);
        return GROUPS[index(end - start, second, Math.min(Math.max(0, endOfThird - endOfSecond - 1), MOST))];
    }

    /** Whether letters and digits, at least three and one of each, may be a number of their own. */
    static boolean isMixed(Text text, int start, int end) {
        int letters = 0;
        for (int i = 0; i < FIRST; i++) {
            letters |= Text.isLetter(text.chars[start + i]) ? 1 << i : 0;
        }
        return MIXED[((end - start) << FIRST) | letters];
    }
}
