package io.phiwatch.ingest.adapter.weblog;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.JsonPayload;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads JSON lines under the names that log formats usually give to nginx's and Apache's variables. */
final class JsonLine {
    private static final long MILLIS_FROM = 100_000_000_000L;

    private JsonLine() {}

    /** The line; empty where it has neither a request nor a client and a status, as a document of metrics. */
    static Optional<AccessLine> parse(JsonNode json) {
        AccessLine.Builder access = new AccessLine.Builder();
        access.client = given(json, "remote_addr", "client", "clientip", "client_ip", "remote_ip", "remote");
        access.user = given(json, "remote_user", "user");
        access.host = given(json, "host", "http_host", "server_name", "vhost", "domain");
        access.referrer = given(json, "http_referer", "http_referrer", "referer", "referrer");
        access.userAgent = given(json, "http_user_agent", "user_agent", "agent", "userAgent");
        access.status(given(json, "status", "response", "code", "response_code"));
        access.bytes(given(json, "body_bytes_sent", "bytes_sent", "bytes", "size"));
        String request = given(json, "request");
        access.request(request);
        if (access.method.isEmpty()) {
            access.method = method(given(json, "request_method", "method", "verb"));
            access.target = target(json);
        }
        access.time = time(json);
        boolean hasRequest = !request.isEmpty() || !access.target.isEmpty();
        boolean isAccess = hasRequest || (!access.client.isEmpty() && access.status != null);
        return isAccess ? Optional.of(access.build()) : Optional.empty();
    }

    private static String method(String text) {
        return AccessLine.Builder.isMethod(text) ? text : "";
    }

    private static String target(JsonNode json) {
        String target = given(json, "request_uri", "uri", "url", "path");
        String query = given(json, "args", "query_string", "query");
        return query.isEmpty() || target.indexOf('?') >= 0 ? target : target + '?' + query;
    }

    private static String given(JsonNode json, String... names) {
        for (String name : names) {
            String text = AccessLine.Builder.given(JsonPayload.text(json, name));
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private static @Nullable Instant time(JsonNode json) {
        String text =
                given(json, "time_iso8601", "@timestamp", "timestamp", "time", "time_local", "msec", "ts", "datetime");
        Optional<Instant> time = JsonPayload.time(text).or(() -> TextLine.commonTime(text));
        return time.orElseGet(() -> epoch(text));
    }

    /** Seconds with a fraction, as {@code $msec} writes them, or milliseconds. */
    private static @Nullable Instant epoch(String text) {
        if (text.isEmpty() || text.length() > 20 || !text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            boolean millis = number.longValue() >= MILLIS_FROM;
            return Instant.ofEpochMilli((millis ? number : number.movePointRight(3)).longValue());
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }
}
