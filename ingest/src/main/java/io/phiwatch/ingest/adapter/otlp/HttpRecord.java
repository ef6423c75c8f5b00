package io.phiwatch.ingest.adapter.otlp;

import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.weblog.AccessLine;
import io.phiwatch.ingest.phi.UrlText;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A request by the <a href="https://opentelemetry.io/docs/specs/semconv/http/">semantic conventions for HTTP</a>, and
 * by the names that they had before 1.20.
 */
final class HttpRecord {
    private static final List<String> METHOD = List.of("http.request.method", "http.method");
    private static final List<String> TARGET = List.of("url.full", "url.path", "http.target", "http.url");
    private static final List<String> STATUS = List.of("http.response.status_code", "http.status_code");
    private static final Set<String> READ = Set.of(
            "http.request.method",
            "http.method",
            "url.full",
            "url.path",
            "url.query",
            "http.target",
            "http.url",
            "http.response.status_code",
            "http.status_code",
            "client.address",
            "user_agent.original",
            "session.id",
            "user.id",
            "user.roles",
            "log.record.uid");

    private HttpRecord() {}

    static boolean isHttp(Attributes told) {
        return !text(told, METHOD).isEmpty() && !text(told, TARGET).isEmpty();
    }

    /** Whether an attribute became a field of the event, or was scanned as part of the URL. */
    static boolean isRead(String name) {
        return READ.contains(name);
    }

    static AccessLine line(Attributes told, Instant time) {
        AccessLine.Builder access = new AccessLine.Builder();
        access.time = time;
        access.client = told.text("client.address", "http.client_ip", "network.peer.address");
        access.userAgent = told.text("user_agent.original", "http.user_agent");
        access.referrer = told.text("http.request.header.referer");
        access.scheme = told.text("url.scheme", "http.scheme");
        String query = told.text("url.query");
        String target = text(told, TARGET);
        access.host = JsonPayload.first(
                told.text("server.address", "http.host", "net.host.name"),
                UrlText.of(target).host());
        access.request(text(told, METHOD)
                + ' '
                + (query.isEmpty() || target.indexOf('?') >= 0 ? target : target + '?' + query));
        access.status(text(told, STATUS));
        access.bytes(told.text("http.response.body.size"));
        return access.build();
    }

    private static String text(Attributes told, List<String> names) {
        return told.text(names.toArray(String[]::new));
    }
}
