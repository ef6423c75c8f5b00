package io.phiwatch.ingest.syslog;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads what follows the priority of messages that are not RFC 5424: {@code Nov 23 09:15:02 host tag[123]: text}, as
 * RFC 3164 saw it in use, also with an ISO 8601 time as rsyslog forwards by default.
 */
final class SyslogLegacy {
    private static final int BSD_TIME = 15;
    private static final int LONGEST_TIME = 35;
    private static final int LONGEST_TAG = 64;
    private static final String TAG_END = ":[ ";
    /** How far a time without a year may be ahead before it is taken for last year's. */
    private static final Duration MOST_AHEAD = Duration.ofDays(2);

    private SyslogLegacy() {}

    static SyslogMessage parse(SyslogCursor cursor, Instant received) {
        int begin = cursor.position();
        Optional<Instant> time = time(cursor, received);
        if (time.isEmpty()) {
            cursor.moveTo(begin);
            return SyslogMessage.bare(cursor);
        }
        String host = cursor.field();
        if (host == null) {
            return new SyslogMessage(time, "", "", "", "", OptionalLong.empty(), cursor.rest());
        }
        int afterHost = cursor.position();
        String tag = tag(cursor);
        String process = tag == null ? null : process(cursor);
        if (tag == null || process == null) {
            cursor.moveTo(afterHost);
            return new SyslogMessage(time, host, "", "", "", OptionalLong.empty(), cursor.rest());
        }
        cursor.skip(" ");
        return new SyslogMessage(time, host, tag, process, "", OptionalLong.empty(), cursor.rest());
    }

    private static Optional<Instant> time(SyslogCursor cursor, Instant received) {
        String bsd = cursor.ahead(BSD_TIME);
        Optional<Instant> time = bsd.length() == BSD_TIME ? bsdTime(bsd, received) : Optional.empty();
        if (time.isPresent()) {
            cursor.moveTo(cursor.position() + BSD_TIME);
            return cursor.skip(" ") ? time : Optional.empty();
        }
        String iso = cursor.until(' ', LONGEST_TIME);
        return iso == null ? Optional.empty() : SyslogMessage.isoTime(iso);
    }

    /** The year is the one that puts the time nearest to when it came. */
    private static Optional<Instant> bsdTime(String text, Instant received) {
        int year = received.atOffset(ZoneOffset.UTC).getYear();
        for (int candidate : new int[] {year + 1, year, year - 1}) {
            Optional<Instant> time = inYear(text, candidate);
            if (time.isPresent() && !time.get().isAfter(received.plus(MOST_AHEAD))) {
                return time;
            }
        }
        return Optional.empty();
    }

    private static Optional<Instant> inYear(String text, int year) {
        DateTimeFormatter format = new DateTimeFormatterBuilder()
                .appendPattern("MMM ppd HH:mm:ss")
                .parseDefaulting(ChronoField.YEAR, year)
                .toFormatter(Locale.ROOT);
        try {
            return Optional.of(LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException notThatForm) {
            return Optional.empty();
        }
    }

    private static @Nullable String tag(SyslogCursor cursor) {
        StringBuilder tag = new StringBuilder();
        while (!cursor.isAtEnd() && TAG_END.indexOf(cursor.peek()) < 0 && tag.length() < LONGEST_TAG) {
            tag.append((char) cursor.next());
        }
        boolean ends = cursor.peek() == ':' || cursor.peek() == '[';
        return ends && !tag.isEmpty() ? tag.toString() : null;
    }

    /** What stands in brackets before the colon, which is passed; null if there is no colon. */
    private static @Nullable String process(SyslogCursor cursor) {
        String process = "";
        if (cursor.skip("[")) {
            String found = cursor.until(']', LONGEST_TAG);
            if (found == null) {
                return null;
            }
            process = found;
        }
        return cursor.skip(":") ? process : null;
    }
}
