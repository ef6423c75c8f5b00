package io.phiwatch.ingest.phi;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Brings a text into the form that is scanned: percent-encoding, Unicode escapes of JSON and escaped slashes are taken
 * off, up to three layers deep; wide digits, foreign digits, typographic dashes and blanks become ASCII. Remembers
 * where each character came from, so that findings point into the original.
 */
final class Plain {
    private static final int LAYERS = 3;
    private static final int ASCII = 128;

    private final Text text;
    /** Place in the original of each character and of the end; null where nothing moved. */
    private final int @Nullable [] origins;

    private Plain(Text text, int @Nullable [] origins) {
        this.text = text;
        this.origins = origins;
    }

    /**
     * A text as it is, and the name of the field that held it, in front of it, as in {@code field=text}: so one way of
     * looking back serves lines and fields.
     */
    static Plain of(String field, String original) {
        int start = field.isEmpty() ? 0 : field.length() + 1;
        int end = start + original.length();
        char[] chars = new char[end + 1];
        if (start > 0) {
            field.getChars(0, field.length(), chars, 0);
            chars[start - 1] = '=';
            toAscii(chars, start);
        }
        original.getChars(0, original.length(), chars, start);
        return new Plain(new Text(chars, start, end), null);
    }

    /** The same with the codes read. Most texts have none, which the pass over them finds out by the way. */
    Plain decoded() {
        toAscii(text.chars, text.end);
        return decoded(text.chars, text.start, text.end);
    }

    Text text() {
        return text;
    }

    /** The finding with its place in the original. */
    PhiFinding original(PhiFinding finding) {
        int start = finding.start() - text.start;
        int end = finding.end() - text.start;
        return origins == null
                ? new PhiFinding(finding.type(), start, end, finding.score())
                : new PhiFinding(finding.type(), origins[start], origins[end], finding.score());
    }

    private static void toAscii(char[] chars, int end) {
        for (int i = 0; i < end; i++) {
            if (chars[i] >= ASCII) {
                chars[i] = ascii(chars[i]);
            }
        }
    }

    private static char ascii(char c) {
        if (c >= '\uFF01' && c <= '\uFF5E') {
            return (char) (c - '\uFF01' + '!');
        }
        int digit = Character.digit(c, 10);
        if (digit >= 0) {
            return (char) ('0' + digit);
        }
        return switch (Character.getType(c)) {
            case Character.DASH_PUNCTUATION -> '-';
            case Character.SPACE_SEPARATOR -> ' ';
            default -> c == '\u2212' ? '-' : c == '\u2019' ? '\'' : c;
        };
    }

    private static Plain decoded(char[] chars, int start, int end) {
        int[] origins = new int[end - start + 1];
        Arrays.setAll(origins, i -> i);
        int length = end - start;
        for (int layer = 0; layer < LAYERS; layer++) {
            int shorter = decodeOnce(chars, start, length, origins);
            if (shorter == length) {
                break;
            }
            length = shorter;
        }
        chars[start + length] = 0;
        toAscii(chars, start + length);
        return new Plain(new Text(chars, start, start + length), origins);
    }

    /** Takes one layer off, in place; returns the length that is left. */
    private static int decodeOnce(char[] chars, int start, int length, int[] origins) {
        int end = start + length;
        int to = start;
        int from = start;
        while (from < end) {
            int next = Escapes.endOf(chars, from, end);
            chars[to] = next == from ? chars[from] : Escapes.decoded(chars, from, next);
            origins[to - start] = origins[from - start];
            from = Math.max(next, from + 1);
            to++;
        }
        origins[to - start] = origins[length];
        return to - start;
    }
}
