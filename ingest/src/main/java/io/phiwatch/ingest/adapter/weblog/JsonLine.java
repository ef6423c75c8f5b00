package io.phiwatch.ingest.adapter.weblog;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.JsonPayload;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON lines under the names that log formats usually give to nginx's and Apache's variables, and those of Caddy
 * (<a href="https://caddyserver.com/docs/logging">Caddy</a>), Traefik (<a
 * href="https://doc.traefik.io/traefik/observability/access-logs/">Traefik</a>) and Cloudflare Logpush (<a
 * href="https://developers.cloudflare.com/logs/reference/log-fields/zone/http_requests/">HTTP requests</a>).
 */
final class JsonLine {
    /** Where a number of seconds would be thousands of years away, it counts milli-, micro- or nanoseconds. */
    private static final List<Long> SECONDS_PER =
            List.of(100_000_000_000L, 100_000_000_000_000L, 100_000_000_000_000_000L);

    private static final int LONGEST_NUMBER = 24;

    private JsonLine() {}

    /** The line; empty where it has neither a request nor a client and a status, as a document of metrics. */
    static Optional<AccessLine> parse(JsonNode json) {
        AccessLine.Builder access = new AccessLine.Builder();
        JsonNode caddy = json.path("request");
        access.id = given(json, "RayID");
        access.client = JsonPayload.first(
                given(caddy, "client_ip", "remote_ip"),
                given(json, "remote_addr", "client", "clientip", "client_ip", "remote_ip", "remote"),
                given(json, "ClientIP", "ClientHost"));
        access.user = given(json, "remote_user", "user", "user_id", "ClientUsername");
        access.host = JsonPayload.first(
                given(caddy, "host"),
                given(json, "host", "http_host", "server_name", "vhost", "domain"),
                given(json, "ClientRequestHost", "RequestHost"));
        access.referrer = JsonPayload.first(
                header(caddy, "Referer"),
                given(json, "http_referer", "http_referrer", "referer", "referrer"),
                given(json, "ClientRequestReferer", "request_Referer"));
        access.userAgent = JsonPayload.first(
                header(caddy, "User-Agent"),
                given(json, "http_user_agent", "user_agent", "agent", "userAgent"),
                given(json, "ClientRequestUserAgent", "request_User-Agent"));
        access.status(
                given(json, "status", "response", "code", "response_code", "EdgeResponseStatus", "DownstreamStatus"));
        access.bytes(given(
                json, "body_bytes_sent", "bytes_sent", "bytes", "size", "EdgeResponseBytes", "DownstreamContentSize"));
        access.scheme =
                caddy.path("tls").isObject() ? "https" : given(json, "scheme", "ClientRequestScheme", "RequestScheme");
        access.time = time(json);
        return request(json, caddy, access) ? Optional.of(access.build()) : Optional.empty();
    }

    private static boolean request(JsonNode json, JsonNode caddy, AccessLine.Builder access) {
        String request = given(json, "request");
        access.request(request);
        if (access.method.isEmpty()) {
            String method = JsonPayload.first(
                    given(caddy, "method"),
                    given(json, "request_method", "method", "verb", "ClientRequestMethod", "RequestMethod"));
            access.method = AccessLine.Builder.isMethod(method) ? method : "";
            access.target = JsonPayload.first(given(caddy, "uri"), target(json));
        }
        boolean hasRequest = !request.isEmpty() || !access.target.isEmpty();
        return hasRequest || (!access.client.isEmpty() && access.status != null);
    }

    private static String target(JsonNode json) {
        String target = given(
                json, "request_uri", "uri", "url", "path", "ClientRequestURI", "ClientRequestPath", "RequestPath");
        String query = given(json, "args", "query_string", "query");
        return query.isEmpty() || target.indexOf('?') >= 0 ? target : target + '?' + query;
    }

    /** First value of a header, as Caddy writes them: {@code {"Referer":["https://…"]}}. */
    private static String header(JsonNode request, String name) {
        return AccessLine.Builder.given(
                JsonPayload.text(request.path("headers").path(name).path(0)));
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
        String text = JsonPayload.first(
                given(json, "time_iso8601", "EdgeStartTimestamp", "StartUTC", "@timestamp", "timestamp", "time"),
                given(json, "time_local", "msec", "ts", "datetime"));
        Optional<Instant> time = JsonPayload.time(text).or(() -> TextLine.commonTime(text));
        return time.orElseGet(() -> epoch(text));
    }

    /** Seconds with a fraction, as {@code $msec} writes them, or a whole number of a smaller unit. */
    private static @Nullable Instant epoch(String text) {
        boolean digits = text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
        if (text.isEmpty() || text.length() > LONGEST_NUMBER || !digits) {
            return null;
        }
        try {
            BigDecimal seconds = new BigDecimal(text);
            long whole = seconds.longValue();
            int smaller =
                    (int) SECONDS_PER.stream().filter(limit -> whole >= limit).count();
            return Instant.ofEpochMilli(seconds.movePointRight(3 - 3 * smaller).longValue());
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }
}
