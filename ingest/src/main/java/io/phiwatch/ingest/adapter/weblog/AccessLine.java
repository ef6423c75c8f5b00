package io.phiwatch.ingest.adapter.weblog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one access line says; texts are as the server wrote them, empty where it wrote none.
 *
 * @param id the server's own id of the request
 * @param time null where it can't be read
 * @param status null where the line has none
 */
public record AccessLine(
        String id,
        @Nullable Instant time,
        String client,
        String user,
        String host,
        String method,
        String target,
        @Nullable Integer status,
        @Nullable Long bytes,
        String referrer,
        String userAgent,
        String scheme) {

    /** Collects the parts as a parser comes upon them. Not thread-safe. */
    public static final class Builder {
        public String id = "";

        public @Nullable Instant time;

        public String client = "";
        public String user = "";
        public String host = "";
        public String method = "";
        public String target = "";

        public @Nullable Integer status;

        public @Nullable Long bytes;

        public String referrer = "";
        public String userAgent = "";
        public String scheme = "";

        /** Splits {@code GET /path HTTP/1.1}; garbage leaves both parts empty, for the line still counts. */
        public void request(String request) {
            int space = request.indexOf(' ');
            if (space <= 0 || !isMethod(request.substring(0, space))) {
                return;
            }
            method = request.substring(0, space);
            int last = request.lastIndexOf(' ');
            boolean protocol = last > space && request.startsWith("HTTP/", last + 1);
            target = request.substring(space + 1, protocol ? last : request.length())
                    .strip();
        }

        /** A status as text; what is no number of up to three digits is none. */
        public void status(String text) {
            Long value = number(text);
            status = value != null && value < 1_000 ? Integer.valueOf(value.intValue()) : null;
        }

        /** A size as text. */
        public void bytes(String text) {
            bytes = number(text);
        }

        /** What was collected. */
        public AccessLine build() {
            return new AccessLine(
                    id,
                    time,
                    client,
                    user,
                    host,
                    method,
                    target,
                    status,
                    bytes,
                    given(referrer),
                    given(userAgent),
                    scheme);
        }

        /** A dash stands for nothing. */
        static String given(String text) {
            return text.equals("-") ? "" : text;
        }

        static boolean isMethod(String text) {
            return !text.isEmpty()
                    && text.length() <= 20
                    && text.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || c == '_');
        }

        static @Nullable Long number(String text) {
            boolean digits =
                    !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
            return digits ? Long.valueOf(text) : null;
        }
    }
}
