package io.phiwatch.ingest.phi;

import org.jspecify.annotations.Nullable;

/** Recognises the codes of health care: Medicare beneficiaries (MBI), diagnoses (ICD-10-CM) and drugs (NDC). */
final class HealthCodes {
    private static final double CERTAIN = 1.0;
    private static final double BY_SHAPE = 0.8;
    private static final double WEAKER = 0.7;
    /** Kind of each place of an MBI (CMS): C is 1–9, N a digit, A a letter, B a letter or a digit. */
    private static final String MBI = "CABNABNAANN";

    private static final String NO_MBI_LETTER = "SLOIBZ";
    /** The last category of each letter from A to Z (ICD-10-CM 2026). */
    private static final int[] LAST_CATEGORY = {
        99, 99, 99, 89, 89, 99, 99, 95, 99, 99, 95, 99, 99, 99, 99, 96, 99, 99, 99, 88, 9, 99, 99, 99, 99, 99
    };

    private HealthCodes() {}

    /** Eleven characters, or four, three and four of them with dashes between. */
    static @Nullable PhiFinding beneficiaryAt(Text text, int start, int endOfToken, Context context) {
        int length = endOfToken - start;
        if (length != 11 && length != 4) {
            return null;
        }
        char gap = text.at(start + 4);
        boolean grouped = length == 4 && (gap == '-' || gap == ' ') && text.at(start + 8) == gap;
        if ((length != 11 && !grouped) || !text.beginsToken(start)) {
            return null;
        }
        int end = grouped ? start + 13 : endOfToken;
        if (end > text.end || !text.endsToken(end) || !isMbi(text, start, grouped ? 1 : 0)) {
            return null;
        }
        int hints = context.at(start);
        boolean told = Hints.has(hints, Hints.MEDICARE);
        boolean shaped = isUpper(text, start, end) && gap != ' ' && !Hints.near(hints, Hints.ORDINARY);
        return told || shaped ? new PhiFinding(PhiType.US_MBI, start, end, told ? CERTAIN : BY_SHAPE) : null;
    }

    private static boolean isMbi(Text text, int start, int gap) {
        for (int i = 0; i < MBI.length(); i++) {
            char c = text.at(start + i + (i >= 4 ? gap : 0) + (i >= 7 ? gap : 0));
            boolean letter = Text.isLetter(c) && NO_MBI_LETTER.indexOf(Character.toUpperCase(c)) < 0;
            boolean digit = Text.isDigit(c);
            boolean fits = switch (MBI.charAt(i)) {
                case 'C' -> digit && c != '0';
                case 'N' -> digit;
                case 'A' -> letter;
                default -> letter || digit;
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUpper(Text text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.isLowerAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A letter and two more, maybe a dot and up to four more; without the dot only with a hint. */
    static @Nullable PhiFinding diagnosisAt(Text text, int start, int endOfToken, Context context) {
        if (!isCategory(text, start)) {
            return null;
        }
        boolean dotted = endOfToken - start == 3 && text.at(endOfToken) == '.' && text.isAlphanumericAt(endOfToken + 1);
        int end = dotted ? text.endOfToken(endOfToken + 1) : endOfToken;
        if (end - start - (dotted ? 1 : 0) > 7 || !endsCode(text, end)) {
            return null;
        }
        if (!text.beginsToken(start) || !hasSubcategory(text, start + (dotted ? 4 : 3), end)) {
            return null;
        }
        int hints = context.at(start);
        boolean told = Hints.has(hints, Hints.DIAGNOSIS);
        // codes of transport accidents look like versions
        boolean shaped = dotted
                && isUpper(text, start, end)
                && text.chars[start] != 'V'
                && text.isDigitAt(start + 2)
                && !text.isLetterAt(start + 4)
                && !Hints.near(hints, Hints.ORDINARY);
        return told || shaped ? new PhiFinding(PhiType.ICD10, start, end, told ? CERTAIN : WEAKER) : null;
    }

    private static boolean endsCode(Text text, int end) {
        return text.endsToken(end) && !(text.at(end) == '.' && text.isAlphanumericAt(end + 1));
    }

    private static boolean isCategory(Text text, int start) {
        if (!text.isDigitAt(start + 1) || !text.isLetterAt(start)) {
            return false;
        }
        char letter = Character.toUpperCase(text.chars[start]);
        char third = Character.toUpperCase(text.at(start + 2));
        if (!Text.isDigit(third)) {
            return third == 'A' || third == 'B';
        }
        return text.number(start + 1, 2) <= LAST_CATEGORY[letter - 'A'];
    }

    /** Digits and placeholders; only the last place holds any letter. */
    private static boolean hasSubcategory(Text text, int start, int end) {
        for (int i = start; i < end - 1; i++) {
            char c = Character.toUpperCase(text.chars[i]);
            if (!Text.isDigit(c) && c != 'X' && c != 'A') {
                return false;
            }
        }
        return true;
    }

    /** Labeller, product and package: 4-4-2, 5-3-2, 5-4-1, 5-4-2 or 6-4-2 digits (21 CFR 207.33); bare with a hint. */
    static @Nullable PhiFinding drugAt(Text text, int start, int endOfDigits, int hints) {
        boolean told = Hints.has(hints, Hints.DRUG);
        if ((!told && !text.beginsToken(start)) || text.isAlphanumericAt(start - 1)) {
            return null;
        }
        int labeller = endOfDigits - start;
        if (labeller == 10 || labeller == 11) {
            boolean bare = Hints.adjacent(hints, Hints.DRUG) && text.endsToken(endOfDigits);
            return bare ? new PhiFinding(PhiType.NDC, start, endOfDigits, BY_SHAPE) : null;
        }
        int product = text.endOfDigits(endOfDigits + 1);
        int end = text.endOfDigits(product + 1);
        boolean dashed = text.at(endOfDigits) == '-' && text.at(product) == '-' && text.endsToken(end);
        if (!dashed || !isLabelled(labeller, product - endOfDigits - 1, end - product - 1)) {
            return null;
        }
        boolean year = labeller == 4 && (text.number(start, 2) == 19 || text.number(start, 2) == 20);
        boolean counts = told || (!year && !Hints.near(hints, Hints.ORDINARY));
        return counts ? new PhiFinding(PhiType.NDC, start, end, told ? CERTAIN : WEAKER) : null;
    }

    private static boolean isLabelled(int labeller, int product, int packaging) {
        // a longer group must not carry into the place of the one before it
        return product < 10
                && packaging < 10
                && switch (labeller * 100 + product * 10 + packaging) {
                    case 442, 532, 541, 542, 642 -> true;
                    default -> false;
                };
    }
}
