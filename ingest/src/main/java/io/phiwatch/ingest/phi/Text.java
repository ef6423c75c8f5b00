package io.phiwatch.ingest.phi;

import java.util.Arrays;

/**
 * Characters to scan, in the plain form that {@link Plain} brings them into, with their classes and boundaries. Behind
 * the end stands a NUL. Not thread-safe.
 */
final class Text {
    static final byte DIGIT = 1;
    static final byte LOWER = 2;
    static final byte UPPER = 4;
    static final byte LETTER = LOWER | UPPER;
    static final byte ALPHANUMERIC = LETTER | DIGIT;
    /** Characters at which something other than a word or a number may begin. */
    static final byte MARK = 8;
    /** Characters that may stand for others: all beyond ASCII, and those that begin an escape sequence. */
    static final byte CODE = 16;

    private static final int LONGEST_WORD = 40;
    /** Sixteen digits with three characters before each. */
    private static final int LONGEST_NUMBER = 64;

    private static final int ASCII = 128;
    /** One for every character there is, so that no look needs a bounds check. */
    private static final byte[] KINDS = new byte[Character.MAX_VALUE + 1];

    private static final int BLANK = 1;
    private static final int SEPARATOR = 2;
    private static final int JOINT = 4;
    private static final int GAP = 8;
    private static final int GOING_ON = 16;
    /** What signs may do between the parts of a value: one look instead of a chain of comparisons. */
    private static final byte[] SIGNS = new byte[Character.MAX_VALUE + 1];

    static {
        Arrays.fill(KINDS, '0', '9' + 1, DIGIT);
        Arrays.fill(KINDS, 'a', 'z' + 1, LOWER);
        Arrays.fill(KINDS, 'A', 'Z' + 1, UPPER);
        for (char mark : "@+(:=".toCharArray()) {
            KINDS[mark] = MARK;
        }
        Arrays.fill(KINDS, ASCII, KINDS.length, CODE);
        KINDS['%'] = CODE;
        KINDS['\\'] = CODE;
        sign(" +\t", BLANK);
        sign("- .+", SEPARATOR);
        sign("-_.", JOINT);
        sign("- .+()/", GAP);
        sign("- .+/(\t", GOING_ON);
    }

    private static void sign(String signs, int role) {
        signs.chars().forEach(c -> SIGNS[c] |= (byte) role);
    }

    final char[] chars;
    final int start;
    final int end;

    /**
     * A text.
     *
     * @param chars characters and at least one NUL behind them
     * @param start where it begins; before it may stand the name of its field
     */
    Text(char[] chars, int start, int end) {
        this.chars = chars;
        this.start = start;
        this.end = end;
    }

    static int kind(char c) {
        return KINDS[c];
    }

    static boolean isDigit(char c) {
        return kind(c) == DIGIT;
    }

    static boolean isLetter(char c) {
        return (kind(c) & LETTER) != 0;
    }

    static boolean isAlphanumeric(char c) {
        return (kind(c) & ALPHANUMERIC) != 0;
    }

    /** Whether a number may have another group behind that, or a street its name. */
    static boolean mayGoOn(char c) {
        return (SIGNS[c] & GOING_ON) != 0;
    }

    /** Whether another group or the name of a street may begin with that. */
    static boolean mayBeginPart(char c) {
        return (kind(c) & (DIGIT | UPPER)) != 0 || c == '(';
    }

    static boolean isBlank(char c) {
        return (SIGNS[c] & BLANK) != 0;
    }

    /** Whether that may stand between the groups of an identifier. */
    static boolean isSeparator(char c) {
        return (SIGNS[c] & SEPARATOR) != 0;
    }

    /** The same, and around the area code of a telephone. */
    static boolean isGroupGap(char c) {
        return (SIGNS[c] & GAP) != 0;
    }

    static char lower(char letter) {
        return (char) (letter | 0x20);
    }

    /** The character there, or NUL outside of the text. */
    char at(int at) {
        return at >= 0 && at < end ? chars[at] : 0;
    }

    boolean isDigitAt(int at) {
        return isDigit(at(at));
    }

    boolean isLetterAt(int at) {
        return isLetter(at(at));
    }

    boolean isUpperAt(int at) {
        return kind(at(at)) == UPPER;
    }

    boolean isLowerAt(int at) {
        return kind(at(at)) == LOWER;
    }

    boolean isAlphanumericAt(int at) {
        return isAlphanumeric(at(at));
    }

    /** Whether a character that may stand for another is between these places. */
    boolean hasCodes(int from, int to) {
        for (int at = from; at < to; at++) {
            if (kind(chars[at]) == CODE) {
                return true;
            }
        }
        return false;
    }

    int endOfDigits(int from) {
        int at = from;
        while (at < end && isDigit(chars[at])) {
            at++;
        }
        return at;
    }

    int endOfLetters(int from) {
        int at = from;
        while (at < end && isLetter(chars[at])) {
            at++;
        }
        return at;
    }

    /** Start of the run of letters that ends there, or a place within it where it is too long for a word. */
    int startOfLetters(int last) {
        int at = last;
        while (last - at < LONGEST_WORD && isLetterAt(at - 1)) {
            at--;
        }
        return at;
    }

    int endOfToken(int from) {
        int at = from;
        while (at < end && isAlphanumeric(chars[at])) {
            at++;
        }
        return at;
    }

    /** Whether exactly so many digits stand there. */
    boolean hasDigits(int from, int count) {
        return endOfDigits(from) == from + count;
    }

    /** Whether an identifier may begin there: not inside a word, an id with dashes, or a decimal fraction. */
    boolean beginsToken(int at) {
        char before = at(at - 1);
        if (isAlphanumeric(before)) {
            return false;
        }
        return !isJoint(before) || !isAlphanumericAt(at - 2);
    }

    /** Whether an identifier may end there, by the same measure. */
    boolean endsToken(int at) {
        char after = at(at);
        if (isAlphanumeric(after)) {
            return false;
        }
        if (after == '.') {
            return !isDigitAt(at + 1);
        }
        return !isJoint(after) || !isAlphanumericAt(at + 1);
    }

    private static boolean isJoint(char c) {
        return (SIGNS[c] & JOINT) != 0;
    }

    /** End of a number and of all that may be further groups of it, as far as the longest number reaches. */
    int endOfGroups(int from) {
        int at = from;
        int last = Math.min(end, from + LONGEST_NUMBER);
        while (at < last && (isDigit(chars[at]) || isGroupGap(chars[at]))) {
            at++;
        }
        return at;
    }

    /** Without a branch: digits and signs take turns in ways that no processor guesses. */
    int countDigits(int from, int to) {
        int count = 0;
        for (int at = from; at < to; at++) {
            count += kind(chars[at]) & DIGIT;
        }
        return count;
    }

    /** Value of so many digits from there on; at most nine. */
    int number(int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            value = value * 10 + (chars[i] - '0');
        }
        return value;
    }

    /** The characters there, in small letters. */
    String lowerCase(int from, int to) {
        char[] letters = Arrays.copyOfRange(chars, from, to);
        for (int i = 0; i < letters.length; i++) {
            letters[i] = Character.toLowerCase(letters[i]);
        }
        return new String(letters);
    }
}
