package io.phiwatch.ingest.syslog;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The structured data of an RFC 5424 message (section 6.3).
 *
 * @param sequence number that the sender gave the message, in the element {@code meta}
 */
record SyslogElements(OptionalLong sequence) {
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_SEQUENCE = 10;

    /** Reads the elements and stands behind them; null if they are not as they should be. */
    static @Nullable SyslogElements read(SyslogCursor cursor) {
        OptionalLong sequence = OptionalLong.empty();
        if (cursor.skip("-")) {
            return new SyslogElements(sequence);
        }
        if (cursor.peek() != '[') {
            return null;
        }
        while (cursor.skip("[")) {
            String id = name(cursor);
            while (cursor.skip(" ")) {
                String parameter = name(cursor);
                String value = parameter.isEmpty() || !cursor.skip("=\"") ? null : value(cursor);
                if (value == null) {
                    return null;
                }
                if (id.equals("meta") && parameter.equals("sequenceId")) {
                    sequence = number(value);
                }
            }
            if (id.isEmpty() || !cursor.skip("]")) {
                return null;
            }
        }
        return new SyslogElements(sequence);
    }

    private static String name(SyslogCursor cursor) {
        StringBuilder name = new StringBuilder();
        while (name.length() < LONGEST_NAME && "= ]\"".indexOf(cursor.peek()) < 0 && !cursor.isAtEnd()) {
            name.append((char) cursor.next());
        }
        return name.toString();
    }

    /** Value up to its quote; null if that does not come. Only its ASCII is of use here. */
    private static @Nullable String value(SyslogCursor cursor) {
        StringBuilder value = new StringBuilder();
        while (!cursor.isAtEnd()) {
            int c = cursor.next();
            if (c == '"') {
                return value.toString();
            }
            value.append((char) (c == '\\' && !cursor.isAtEnd() ? cursor.next() : c));
        }
        return null;
    }

    private static OptionalLong number(String text) {
        boolean isNumber = !text.isEmpty()
                && text.length() <= LONGEST_SEQUENCE
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
