package io.phiwatch.ingest.adapter.weblog;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.AdapterContract;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The formats of proxies, balancers and CDNs, and error logs. */
final class ServerFormatsTest extends AdapterContract {
    private static final String CADDY = """
            {"level":"info","ts":1778511659.25,"logger":"http.log.access","msg":"handled request","request":{\
            "remote_ip":"10.0.0.1","client_ip":"203.0.113.9","proto":"HTTP/2.0","method":"POST",\
            "host":"portal.example.org","uri":"/login?ssn=%1$s&next=/u/%2$s","headers":{"User-Agent":["Mozilla/5.0"],\
            "Referer":["https://portal.example.org/?phone=%3$s"]},"tls":{"version":772}},"user_id":"%4$s",\
            "duration":0.1,"size":512,"status":401}
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String TRAEFIK = """
            {"ClientAddr":"203.0.113.9:5000","ClientHost":"203.0.113.9","ClientUsername":"%4$s",\
            "DownstreamContentSize":512,"DownstreamStatus":401,"RequestHost":"portal.example.org",\
            "RequestMethod":"POST","RequestPath":"/login?ssn=%1$s","RequestScheme":"https",\
            "StartUTC":"2026-05-11T15:00:59.25Z","request_User-Agent":"Mozilla/5.0",\
            "request_Referer":"https://portal.example.org/?phone=%3$s&e=%2$s","time":"2026-05-11T15:01:02Z"}
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String LOGPUSH = """
            {"RayID":"8f1a","ClientIP":"203.0.113.9","ClientRequestHost":"portal.example.org",\
            "ClientRequestMethod":"POST","ClientRequestURI":"/login?ssn=%1$s","ClientRequestScheme":"https",\
            "ClientRequestReferer":"https://portal.example.org/?phone=%3$s&e=%2$s&mrn=%4$s",\
            "ClientRequestUserAgent":"Mozilla/5.0","EdgeResponseStatus":401,"EdgeResponseBytes":512,\
            "EdgeStartTimestamp":1778511659250000000}
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String BALANCER = """
            https 2026-05-11T15:00:59.250000Z app/lb/1 203.0.113.9:5000 10.0.0.1:80 0.1 0.1 0.1 401 401 34 512 \
            "POST https://portal.example.org:443/login?ssn=%s HTTP/1.1" "Mozilla/5.0" ECDHE TLSv1.2 arn:x "Root=1"
            """.formatted(SSN);
    private static final String NGINX_ERROR = """
            2026/05/11 11:00:59 [error] 7#7: *42 user "%2$s": password mismatch, client: 203.0.113.9, server: x, \
            request: "GET /admin/?ssn=%1$s HTTP/2.0", host: "portal.example.org", referrer: "https://a.b/?e=%2$s"
            """.formatted(SSN, EMAIL);
    private static final String APACHE_ERROR =
            "[Mon May 11 11:00:59.250000 2026] [auth_basic:error] [pid 7:tid 8] [client 2001:db8::9:5000] "
                    + "AH01617: user " + EMAIL + ": authentication failure for \"/mail/" + EMAIL
                    + "\": Password Mismatch";

    @Override
    protected Adapter adapter() {
        return WeblogAdapter.all(new PhiScanner())
                .filter(adapter -> adapter.platform().equals("cloudflare"))
                .findFirst()
                .orElseThrow();
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(body, Map.of("Authorization", "Bearer " + secret), RECEIVED, "file-7:0");
    }

    @Override
    protected List<String> payloads() {
        return List.of(CADDY, TRAEFIK, LOGPUSH, BALANCER, NGINX_ERROR, APACHE_ERROR, CADDY + TRAEFIK + NGINX_ERROR);
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("time_zone", "America/New_York");
    }

    static List<String> sameRequest() {
        return List.of(CADDY, TRAEFIK, LOGPUSH, BALANCER);
    }

    @ParameterizedTest
    @MethodSource("sameRequest")
    void readsTheSameRequestFromEveryFormat(String line) {
        EventDraft draft = event(line);

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59.25Z"));
        assertThat(draft.action).isEqualTo(Action.login);
        assertThat(draft.outcome).isEqualTo(Outcome.failure);
        assertThat(draft.clientAddress).isNotNull();
        assertThat(draft.clientAddress.reveal()).startsWith("203.0.113.9");
        assertThat(draft.userAgent).isEqualTo(Phi.of("Mozilla/5.0"));
        assertThat(draft.objectId).isEqualTo("/login");
        assertThat(draft.bytes).isEqualTo(512);
        assertThat(draft.transportEncrypted).isTrue();
        assertThat(draft.attributes)
                .containsEntry("method", "POST")
                .containsEntry("status", "401")
                .containsEntry("parameter", "ssn");
        assertThat(draft.attributes.get("host")).startsWith("portal.example.org");
        assertThat(revealed(draft)).contains("url ssn " + SSN);
    }

    @Test
    void numbersRequestsByRayOnly() {
        assertThat(event(LOGPUSH).id).isEqualTo(event(LOGPUSH + "\n").id).isNotEqualTo("file-7:0:0");
        assertThat(event(CADDY).id).isEqualTo("file-7:0:0");
        assertThat(adapter().repeats()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "\"2026-05-11T15:00:59.25Z\"",
        "1778511659.25",
        "1778511659250",
        "1778511659250000",
        "1778511659250000000",
    })
    void readsTimesOfEveryUnit(String time) {
        assertThat(event(LOGPUSH.replace("1778511659250000000", time)).time)
                .isEqualTo(Instant.parse("2026-05-11T15:00:59.25Z"));
    }

    @Test
    void readsAFailedLoginFromTheErrorLogOfNginx() {
        EventDraft draft = event(NGINX_ERROR);

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59Z"));
        assertThat(draft.action).isEqualTo(Action.login);
        assertThat(draft.outcome).isEqualTo(Outcome.failure);
        assertThat(draft.actor).isEqualTo(Phi.of(EMAIL));
        assertThat(draft.surface).isEqualTo(Surface.admin);
        assertThat(draft.clientAddress).isEqualTo(Phi.of("203.0.113.9"));
        assertThat(draft.attributes)
                .containsEntry("error", "auth_failed")
                .containsEntry("level", "error")
                .containsEntry("host", "portal.example.org");
        assertThat(revealed(draft)).contains("url ssn " + SSN, "referrer e " + EMAIL);
    }

    @Test
    void readsAFailedLoginFromTheErrorLogOfApache() {
        EventDraft draft = event(APACHE_ERROR);

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59.25Z"));
        assertThat(draft.action).isEqualTo(Action.login);
        assertThat(draft.actor).isEqualTo(Phi.of(EMAIL));
        assertThat(draft.clientAddress).isEqualTo(Phi.of("2001:db8::9"));
        assertThat(revealed(draft)).anyMatch(text -> text.startsWith("log ") && text.contains(EMAIL));
    }

    @Test
    void readsTheErrorLogOfOldApaches() {
        EventDraft draft = event("[Mon May 11 11:00:59 2026] [error] [client 203.0.113.9] File does not exist: /srv/x");

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59Z"));
        assertThat(draft.clientAddress).isEqualTo(Phi.of("203.0.113.9"));
        assertThat(draft.attributes).containsEntry("level", "error").containsEntry("error", "other");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limiting requests, excess: 5.4 by zone \"z\" | rate_limit | denied",
                "access forbidden by rule | forbidden | denied",
                "directory index of \"/srv/\" is forbidden | forbidden | denied",
                "open() \"/srv/x\" failed (2: No such file or directory) | not_found | failure",
                "connect() failed (111: Connection refused) while connecting to upstream | upstream | failure",
                "ModSecurity: Access denied with code 403 (phase 2). [id \"949110\"] | modsecurity | denied",
                "ModSecurity: Warning. Matched [id \"949110\"] | modsecurity | failure",
                "SSL_do_handshake() failed | tls | failure",
                "something else | other | failure",
            })
    void saysWhatAnErrorMeansWithoutCountingTheRequestTwice(String message, String kind, Outcome outcome) {
        EventDraft draft = event("2026/05/11 11:00:59 [warn] 7#7: *42 " + message
                + ", client: 203.0.113.9, server: x, request: \"GET /a HTTP/1.1\", host: \"h\"");

        assertThat(draft.action).isEqualTo(Action.other);
        assertThat(draft.outcome).isEqualTo(outcome);
        assertThat(draft.attributes).containsEntry("error", kind);
        assertThat(draft.attributes.get("security_rule")).isEqualTo(kind.equals("modsecurity") ? "949110" : null);
        assertThat(draft.objectId).isEqualTo("/a");
    }

    @Test
    void takesTheTimeOfSyslogWhereItTellsTheZone() {
        EventDraft draft =
                event("<171>1 2026-05-11T15:00:59.5Z host nginx - - - 2026/05/11 01:00:59 [error] 7#7: *1 x");

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59.5Z"));
    }

    @Test
    void tellsAnUnknownZoneAtTheStart() {
        Source wrong = new Source(
                "s",
                "nginx",
                "acme",
                Environment.production,
                Surface.portal,
                List.of(SECRET),
                Duration.ofMinutes(10),
                Map.of("time_zone", "Mars/Olympus"));

        assertThat(adapter().faults(wrong)).singleElement().asString().startsWith("settings.time_zone:");
        assertThat(adapter().faults(source())).isEmpty();
    }

    @Test
    void countsDeliveriesInBytes() {
        byte[] body = (CADDY + TRAEFIK).getBytes(StandardCharsets.UTF_8);

        assertThat(adapter().parse(signed(body, SECRET), source())).hasSize(2);
    }
}
