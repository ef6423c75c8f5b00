package io.phiwatch.ingest.phi;

/** Classes of characters and boundaries, over ASCII and without allocation. */
final class Text {
    private Text() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(char c) {
        char lower = (char) (c | 0x20);
        return c < 128 && lower >= 'a' && lower <= 'z';
    }

    static boolean isAlphanumeric(char c) {
        return isDigit(c) || isLetter(c);
    }

    static boolean isDigitAt(CharSequence text, int at) {
        return at >= 0 && at < text.length() && isDigit(text.charAt(at));
    }

    static boolean isAlphanumericAt(CharSequence text, int at) {
        return at >= 0 && at < text.length() && isAlphanumeric(text.charAt(at));
    }

    /** The character there, or NUL outside of the text. */
    static char at(CharSequence text, int at) {
        return at >= 0 && at < text.length() ? text.charAt(at) : 0;
    }

    static int endOfDigits(CharSequence text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Whether a number may begin there: not inside a word, an id with dashes, or a decimal fraction. */
    static boolean beginsToken(CharSequence text, int start) {
        char before = at(text, start - 1);
        if (isAlphanumeric(before)) {
            return false;
        }
        return !isJoint(before) || !isAlphanumericAt(text, start - 2);
    }

    /** Whether a number may end there, by the same measure. */
    static boolean endsToken(CharSequence text, int end) {
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
    static int number(CharSequence text, int start, int digits) {
        int value = 0;
        for (int i = start; i < start + digits; i++) {
            value = value * 10 + (text.charAt(i) - '0');
        }
        return value;
    }
}
