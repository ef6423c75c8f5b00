package io.phiwatch.ingest.syslog;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A syslog message: RFC 5424, and what looks like RFC 3164. Reading never fails: where no header can be read, all of it
 * is the message, and its adapter judges that. Pure.
 *
 * @param time the header's; empty where it has none
 * @param hostname empty where none is said, as the two that follow
 * @param process PROCID of RFC 5424, the number in brackets of RFC 3164
 * @param sequence number that the sender gave it ({@code meta sequenceId}, RFC 5424 section 7.3.1)
 * @param body bytes after the header, without byte order mark
 */
public record SyslogMessage(
        Optional<Instant> time,
        String hostname,
        String appName,
        String process,
        String messageId,
        OptionalLong sequence,
        byte[] body) {
    private static final int MOST_PRIORITY = 191;

    /**
     * Reads a message.
     *
     * @param received when it came: tells the year of RFC 3164 times, which have none and are read as UTC
     */
    public static SyslogMessage parse(byte[] frame, Instant received) {
        SyslogCursor cursor = new SyslogCursor(frame);
        if (!priority(cursor)) {
            return bare(new SyslogCursor(frame));
        }
        int afterPriority = cursor.position();
        SyslogMessage structured = cursor.skip("1 ") ? rfc5424(cursor) : null;
        if (structured != null) {
            return structured;
        }
        cursor.moveTo(afterPriority);
        return SyslogLegacy.parse(cursor, received);
    }

    /** A message that is nothing but its body. */
    static SyslogMessage bare(SyslogCursor cursor) {
        return new SyslogMessage(Optional.empty(), "", "", "", "", OptionalLong.empty(), cursor.rest());
    }

    /** Time of an ISO 8601 text with an offset. */
    static Optional<Instant> isoTime(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notIso) {
            return Optional.empty();
        }
    }

    private static boolean priority(SyslogCursor cursor) {
        if (!cursor.skip("<")) {
            return false;
        }
        String digits = cursor.until('>', 3);
        return digits != null
                && !digits.isEmpty()
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(digits) <= MOST_PRIORITY;
    }

    private static @Nullable SyslogMessage rfc5424(SyslogCursor cursor) {
        String time = cursor.field();
        String host = cursor.field();
        String app = cursor.field();
        String process = cursor.field();
        String id = cursor.field();
        if (time == null || host == null || app == null || process == null || id == null) {
            return null;
        }
        SyslogElements elements = SyslogElements.read(cursor);
        if (elements == null) {
            return null;
        }
        cursor.skip(" ");
        cursor.skipMark();
        return new SyslogMessage(isoTime(time), host, app, process, id, elements.sequence(), cursor.rest());
    }

    /** Size, never content. */
    @Override
    public String toString() {
        return "SyslogMessage[bytes=" + body.length + "]";
    }
}
