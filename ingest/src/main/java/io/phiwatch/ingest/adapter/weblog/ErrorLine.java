package io.phiwatch.ingest.adapter.weblog;

import io.phiwatch.ingest.adapter.ClearText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line of an error log of nginx ({@code 2026/05/11 10:00:59 [error] 7#7: *1 message, client: …}) or Apache
 * ({@code [Mon May 11 10:00:59.123456 2026] [core:error] [pid 7] [client 192.0.2.1:5000] message}), ModSecurity's
 * among them.
 *
 * @param time null where it can't be read
 * @param level such as error or warn
 * @param kind what went wrong, one of a closed list; {@code other} for the rest
 * @param access client, host, request and referrer, as far as they are told
 * @param message what the server says, as it wrote it
 * @param securityRule number of the ModSecurity rule; empty for other lines
 */
record ErrorLine(
        @Nullable Instant time, String level, String kind, AccessLine access, String message, String securityRule) {
    private static final Set<String> LEVELS =
            Set.of("emerg", "alert", "crit", "error", "warn", "notice", "info", "debug");
    private static final DateTimeFormatter NGINX_TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter APACHE_TIME =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss[.SSSSSS] yyyy", Locale.ENGLISH);
    private static final int NGINX_TIME_LENGTH = 19;

    /** Words that only one kind of message has. */
    private static final List<Map.Entry<String, String>> KINDS = List.of(
            Map.entry("ModSecurity: ", "modsecurity"),
            Map.entry("limiting requests", "rate_limit"),
            Map.entry("limiting connections", "rate_limit"),
            Map.entry("password mismatch", "auth_failed"),
            Map.entry(" was not found in ", "auth_failed"),
            Map.entry("AH01617", "auth_failed"),
            Map.entry("AH01618", "auth_failed"),
            Map.entry("forbidden", "forbidden"),
            Map.entry("AH01630", "forbidden"),
            Map.entry("AH01797", "forbidden"),
            Map.entry("No such file or directory", "not_found"),
            Map.entry("AH00128", "not_found"),
            Map.entry("SSL", "tls"),
            Map.entry("upstream", "upstream"),
            Map.entry("AH01114", "upstream"));

    /**
     * The line; empty where it is none of an error log.
     *
     * @param zone of the server's clock, since these logs do not tell it
     */
    static Optional<ErrorLine> parse(SyslogLine line, ZoneId zone) {
        String text = line.message();
        return text.startsWith("[") ? apache(text, line.time(), zone) : nginx(text, line.time(), zone);
    }

    private static Optional<ErrorLine> nginx(String text, @Nullable Instant known, ZoneId zone) {
        int open = text.indexOf(" [");
        int close = text.indexOf("] ", Math.max(open, 0));
        if (open != NGINX_TIME_LENGTH || close < 0 || !LEVELS.contains(text.substring(open + 2, close))) {
            return Optional.empty();
        }
        int facts = text.lastIndexOf(", client: ");
        String after = facts < 0 ? "" : text.substring(facts);
        AccessLine.Builder access = new AccessLine.Builder();
        access.client = between(after, ", client: ", ",");
        access.host = between(after, ", host: \"", "\"");
        access.referrer = between(after, ", referrer: \"", "\"");
        access.request(between(after, ", request: \"", "\""));
        String message = text.substring(close + 2, facts < 0 ? text.length() : facts);
        Instant time = known == null ? time(text.substring(0, open), NGINX_TIME, zone) : known;
        String user = between(message, " user \"", "\"");
        return Optional.of(line(time, text.substring(open + 2, close), access, message, user));
    }

    private static Optional<ErrorLine> apache(String text, @Nullable Instant known, ZoneId zone) {
        int end = text.indexOf("] [");
        int close = text.indexOf(']', Math.max(end + 3, 0));
        // module and level, or before 2.4 the level alone
        String module = end < 0 || close < 0 ? "" : text.substring(end + 3, close);
        String level = module.substring(module.lastIndexOf(':') + 1);
        if (!LEVELS.contains(level)) {
            return Optional.empty();
        }
        AccessLine.Builder access = new AccessLine.Builder();
        access.client = client(text);
        access.host = between(text, "[hostname \"", "\"");
        access.target = between(text, "[uri \"", "\"");
        access.referrer = between(text, ", referer: ", "\n");
        String message = text.substring(close + 1).strip();
        Instant time = known == null ? time(text.substring(1, end), APACHE_TIME, zone) : known;
        String user = between(message, ": user ", message.contains(": authentication failure") ? ":" : " ");
        return Optional.of(line(time, level, access, message, user));
    }

    private static ErrorLine line(
            @Nullable Instant time, String level, AccessLine.Builder access, String message, String user) {
        String kind = KINDS.stream()
                .filter(known -> message.contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("other");
        if (kind.equals("auth_failed")) {
            access.user = user;
        }
        access.time = time;
        String rule = kind.equals("modsecurity") ? between(message, "[id \"", "\"") : "";
        return new ErrorLine(
                time, level, kind, access.build(), message, ClearText.name(rule).orElse(""));
    }

    boolean isDenied() {
        return kind.equals("rate_limit") || kind.equals("forbidden") || message.contains("Access denied with code");
    }

    /** Apache writes {@code [client address:port]}, ModSecurity behind it {@code [client address]}. */
    private static String client(String text) {
        int first = text.indexOf("[client ");
        int last = text.lastIndexOf("[client ");
        String address = last < 0 ? "" : between(text.substring(last), "[client ", "]");
        boolean withPort = first == last && text.indexOf("[remote ") < 0 && address.indexOf(':') > 0;
        return withPort ? address.substring(0, address.lastIndexOf(':')) : address;
    }

    private static String between(String text, String start, String end) {
        int at = text.indexOf(start);
        if (at < 0) {
            return "";
        }
        int from = at + start.length();
        int to = text.indexOf(end, from);
        return text.substring(from, to < 0 ? text.length() : to).strip();
    }

    private static @Nullable Instant time(String text, DateTimeFormatter format, ZoneId zone) {
        try {
            return LocalDateTime.parse(text, format).atZone(zone).toInstant();
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
