package io.phiwatch.ingest.syslog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Moves over the bytes of a message. Not thread-safe. */
final class SyslogCursor {
    private static final int LONGEST_FIELD = 255;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final byte[] bytes;
    private int at;

    SyslogCursor(byte[] bytes) {
        this.bytes = bytes;
    }

    int position() {
        return at;
    }

    void moveTo(int position) {
        at = position;
    }

    boolean isAtEnd() {
        return at >= bytes.length;
    }

    /** The next byte; -1 at the end. */
    int peek() {
        return isAtEnd() ? -1 : bytes[at] & 0xFF;
    }

    int next() {
        int next = peek();
        at++;
        return next;
    }

    /** Moves over the text if it comes next. */
    boolean skip(String text) {
        if (!text.equals(ahead(text.length()))) {
            return false;
        }
        at += text.length();
        return true;
    }

    /** Moves over a byte order mark. */
    void skipMark() {
        if (bytes.length - at >= MARK.length && Arrays.equals(bytes, at, at + MARK.length, MARK, 0, MARK.length)) {
            at += MARK.length;
        }
    }

    /** So many characters that come next; fewer at the end. */
    String ahead(int length) {
        return new String(bytes, at, Math.max(0, Math.min(length, bytes.length - at)), StandardCharsets.ISO_8859_1);
    }

    /** Text before the character, which is passed; null if it does not come within so many. */
    @Nullable
    String until(char stop, int most) {
        int end = at;
        while (end < bytes.length && end - at <= most) {
            if (bytes[end] == stop) {
                String text = new String(bytes, at, end - at, StandardCharsets.UTF_8);
                at = end + 1;
                return text;
            }
            end++;
        }
        return null;
    }

    /** A header field and the space after it, empty for {@code -}; null if there is none. */
    @Nullable
    String field() {
        String field = until(' ', LONGEST_FIELD);
        return field == null || field.isEmpty() ? null : field.equals("-") ? "" : field;
    }

    /** Everything from here on. */
    byte[] rest() {
        return Arrays.copyOfRange(bytes, Math.min(at, bytes.length), bytes.length);
    }
}
