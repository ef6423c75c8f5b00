package io.phiwatch.ingest.adapter.weblog;

import io.phiwatch.ingest.adapter.JsonPayload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line as syslog carries it.
 *
 * @param time the header's own time; null where there is no header, or one without a year (RFC 3164)
 * @param message the line of the server
 */
record SyslogLine(@Nullable Instant time, String message) {
    private static final int HEADER_WORDS = 7;

    /** Takes off {@code <14>1 time host app pid id data} and {@code <14>Nov 23 10:00:00 host app: }. */
    static SyslogLine of(String line) {
        if (!line.startsWith("<")) {
            return new SyslogLine(null, line);
        }
        if (line.indexOf(">1 ") > 0) {
            int at = 0;
            for (int word = 0; word < HEADER_WORDS && at >= 0; word++) {
                at = line.indexOf(' ', at + 1);
            }
            return at < 0 ? new SyslogLine(null, line) : new SyslogLine(headerTime(line), line.substring(at + 1));
        }
        int colon = line.indexOf(": ");
        return new SyslogLine(null, colon < 0 ? line : line.substring(colon + 2));
    }

    private static @Nullable Instant headerTime(String line) {
        String[] words = line.split(" ", 3);
        return JsonPayload.time(words[1]).orElse(null);
    }
}
