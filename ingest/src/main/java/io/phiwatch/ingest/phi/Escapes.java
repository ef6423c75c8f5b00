package io.phiwatch.ingest.phi;

/** Escape sequences that stand for one character: percent-encoded UTF-8, and those of JSON. */
final class Escapes {
    private Escapes() {}

    /** End of the sequence that begins there; the same place where there is none. */
    static int endOf(char[] chars, int at, int end) {
        if (chars[at] == '%') {
            return endOfPercent(chars, at, end);
        }
        if (chars[at] != '\\' || at + 1 >= end) {
            return at;
        }
        char kind = chars[at + 1];
        if (kind == 'u') {
            return at + 6 <= end && hex(chars, at + 2, 4) >= 0 ? at + 6 : at;
        }
        return "/\"nrt".indexOf(kind) >= 0 ? at + 2 : at;
    }

    /** The character that the sequence stands for. */
    static char decoded(char[] chars, int at, int endOfSequence) {
        if (chars[at] == '%') {
            return percent(chars, at, (endOfSequence - at) / 3);
        }
        return switch (chars[at + 1]) {
            case 'u' -> (char) hex(chars, at + 2, 4);
            case 'n', 'r', 't' -> ' ';
            default -> chars[at + 1];
        };
    }

    /** One byte, or the two or three bytes of a character beyond ASCII; a broken sequence is taken byte by byte. */
    private static int endOfPercent(char[] chars, int at, int end) {
        int first = octet(chars, at, end);
        if (first < 0) {
            return at;
        }
        int bytes = first >= 0xE0 && first < 0xF0 ? 3 : first >= 0xC0 && first < 0xE0 ? 2 : 1;
        for (int i = 1; i < bytes; i++) {
            if ((octet(chars, at + 3 * i, end) & 0xC0) != 0x80) {
                return at + 3;
            }
        }
        return at + 3 * bytes;
    }

    private static char percent(char[] chars, int at, int bytes) {
        int first = hex(chars, at + 1, 2);
        if (bytes == 1) {
            return (char) first;
        }
        int second = hex(chars, at + 4, 2) & 0x3F;
        return bytes == 2
                ? (char) (((first & 0x1F) << 6) | second)
                : (char) (((first & 0x0F) << 12) | (second << 6) | (hex(chars, at + 7, 2) & 0x3F));
    }

    private static int octet(char[] chars, int at, int end) {
        return at + 3 <= end && chars[at] == '%' ? hex(chars, at + 1, 2) : -1;
    }

    private static int hex(char[] chars, int at, int digits) {
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = Character.digit(chars[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }
}
