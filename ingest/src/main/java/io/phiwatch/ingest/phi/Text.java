package io.phiwatch.ingest.phi;

import java.util.Arrays;

/** Classes of characters and boundaries, over ASCII and without allocation. */
final class Text {
    private static final int ASCII = 128;
    private static final byte OTHER = 0;
    private static final byte DIGIT = 1;
    private static final byte LOWER = 2;
    private static final byte UPPER = 3;
    private static final byte[] CLASSES = new byte[ASCII];

    static {
        Arrays.fill(CLASSES, '0', '9' + 1, DIGIT);
        Arrays.fill(CLASSES, 'a', 'z' + 1, LOWER);
        Arrays.fill(CLASSES, 'A', 'Z' + 1, UPPER);
    }

    private Text() {}

    static boolean isDigit(char c) {
        return c < ASCII && CLASSES[c] == DIGIT;
    }

    static boolean isLetter(char c) {
        return c < ASCII && CLASSES[c] >= LOWER;
    }

    static boolean isLower(char c) {
        return c < ASCII && CLASSES[c] == LOWER;
    }

    static boolean isAlphanumeric(char c) {
        return c < ASCII && CLASSES[c] != OTHER;
    }

    static boolean isDigitAt(String text, int at) {
        return at >= 0 && at < text.length() && isDigit(text.charAt(at));
    }

    static boolean isAlphanumericAt(String text, int at) {
        return at >= 0 && at < text.length() && isAlphanumeric(text.charAt(at));
    }

    /** The character there, or NUL outside of the text. */
    static char at(String text, int at) {
        return at >= 0 && at < text.length() ? text.charAt(at) : 0;
    }

    static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Whether a number may begin there: not inside a word, an id with dashes, or a decimal fraction. */
    static boolean beginsToken(String text, int start) {
        char before = at(text, start - 1);
        if (isAlphanumeric(before)) {
            return false;
        }
        return !isJoint(before) || !isAlphanumericAt(text, start - 2);
    }

    /** Whether a number may end there, by the same measure. */
    static boolean endsToken(String text, int end) {
        char after = at(text, end);
        if (isAlphanumeric(after)) {
            return false;
        }
        if (after == '.') {
            return !isDigitAt(text, end + 1);
        }
        return !isJoint(after) || !isAlphanumericAt(text, end + 1);
    }

    private static boolean isJoint(char c) {
        return c == '-' || c == '_' || c == '.';
    }

    /** Value of so many digits from there on. */
    static int number(String text, int start, int digits) {
        int value = 0;
        for (int i = start; i < start + digits; i++) {
            value = value * 10 + (text.charAt(i) - '0');
        }
        return value;
    }
}
