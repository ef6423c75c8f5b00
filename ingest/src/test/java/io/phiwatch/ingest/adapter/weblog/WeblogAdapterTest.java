package io.phiwatch.ingest.adapter.weblog;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.AdapterContract;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WeblogAdapterTest extends AdapterContract {
    private static final String COMBINED = """
            203.0.113.9 - %2$s [11/May/2026:10:00:59 -0500] "GET /portal/patients/%4$s?ssn=%1$s&phone=%3$s HTTP/1.1" \
            200 512 "https://shop.example.org/u/%2$s?email=%2$s" "Mozilla/5.0"
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String JSON = """
            {"time_iso8601":"2026-05-11T10:00:59-05:00","remote_addr":"203.0.113.9","remote_user":"%2$s",\
            "request":"POST /mail/%2$s?%1$s=1&q=%3$s HTTP/2.0","status":403,"body_bytes_sent":12,\
            "http_referer":"https://x.example.org/?id=%4$s","http_user_agent":"curl","host":"Shop.example.org"}
            """.formatted(SSN, EMAIL, PHONE, PERSON);

    @Override
    protected Adapter adapter() {
        return WeblogAdapter.all(new PhiScanner())
                .filter(adapter -> adapter.platform().equals("nginx"))
                .findFirst()
                .orElseThrow();
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(body, Map.of("Authorization", "Bearer " + secret), RECEIVED, "file-7:0");
    }

    @Override
    protected List<String> payloads() {
        return List.of(COMBINED, JSON, COMBINED + JSON);
    }

    @Test
    void readsTheCombinedFormat() {
        EventDraft draft = event(COMBINED);

        assertThat(draft.id).isEqualTo("file-7:0:0");
        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59Z"));
        assertThat(draft.action).isEqualTo(Action.read);
        assertThat(draft.surface).isEqualTo(Surface.portal);
        assertThat(draft.objectType).isEqualTo("route");
        assertThat(draft.objectId).isEqualTo("/portal/patients/{id}");
        assertThat(draft.actor).isEqualTo(Phi.of(EMAIL));
        assertThat(draft.actorKind).isEqualTo(ActorKind.patient);
        assertThat(draft.clientAddress).isEqualTo(Phi.of("203.0.113.9"));
        assertThat(draft.userAgent).isEqualTo(Phi.of("Mozilla/5.0"));
        assertThat(draft.bytes).isEqualTo(512);
        assertThat(draft.attributes)
                .containsEntry("method", "GET")
                .containsEntry("status", "200")
                .containsEntry("parameter", "ssn");
        assertThat(revealed(draft)).contains("url ssn " + SSN, "referrer email " + EMAIL, "referrer u " + EMAIL);
    }

    @Test
    void readsJsonLinesAndNamesNoParameterThatIsItselfPhi() {
        EventDraft draft = event(JSON);

        assertThat(draft.outcome).isEqualTo(Outcome.denied);
        assertThat(draft.objectId).isEqualTo("/mail/{id}");
        assertThat(draft.attributes).containsEntry("host", "shop.example.org").containsEntry("parameter", "q");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "shop.example.org:443 203.0.113.9 - - [11/May/2026:10:00:59 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"",
                "203.0.113.9 - - [11/May/2026:10:00:59 +0000] \"GET / HTTP/1.1\" 200 1",
                "203.0.113.9 - name with blanks [11/May/2026:10:00:59 +0000] \"GET / HTTP/1.1\" 200 -",
                "2001:db8::1 - - [11/May/2026:10:00:59 +0000] \"GET /\" 200 1",
                "host.example.org - - [11/May/2026:10:00:59 +0000] \"GET / HTTP/1.0\" 200 1",
                "<190>1 2026-05-11T10:00:59Z web nginx 7 - - 203.0.113.9 - - [11/May/2026:10:00:59 +0000] \"GET / HTTP/1.0\" 200 1",
                "<190>May 11 10:00:59 web nginx: 203.0.113.9 - - [11/May/2026:10:00:59 +0000] \"GET / HTTP/1.0\" 200 1",
                "[11/May/2026:10:00:59 +0000] - 200 200 - GET https shop.example.org \"/\" [Client 203.0.113.9] [Length 1] \"x\" \"-\"",
            })
    void readsTheVariantsOfTheFormat(String line) {
        EventDraft draft = event(line);

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T10:00:59Z"));
        assertThat(draft.action).isEqualTo(Action.read);
        assertThat(draft.objectId).isEqualTo("/");
        assertThat(draft.clientAddress).isNotNull();
        assertThat(draft.attributes).containsEntry("status", "200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-",
                "",
                "\\x16\\x03\\x01\\x02",
                "HELP",
                "lv|'|'|SGFj|'|'|x",
                "GET /a\\\"b c HTTP/1.1",
                "quit \"now\" please",
                "get / HTTP/1.1",
            })
    void keepsLinesWhoseRequestIsGarbage(String request) {
        EventDraft draft =
                event("203.0.113.9 - - [11/May/2026:10:00:59 +0000] \"" + request + "\" 400 157 \"-\" \"-\"");

        assertThat(draft.clientAddress).isEqualTo(Phi.of("203.0.113.9"));
        assertThat(draft.outcome).isEqualTo(Outcome.failure);
        assertThat(draft.attributes).containsEntry("status", "400");
    }

    @ParameterizedTest
    @CsvSource({
        "POST /login, 302, login, success, storefront",
        "POST /login, 401, login, failure, storefront",
        "POST /account/login, 403, login, denied, storefront",
        "POST /wp-login.php, 200, login, failure, storefront",
        "POST /wp-login.php, 302, login, success, storefront",
        "GET /login, 200, read, success, storefront",
        "GET /logout, 302, logout, success, storefront",
        "GET /wp-admin/export.php, 200, export, success, admin",
        "POST /checkout/pay, 201, create, success, checkout",
        "PUT /fhir/Patient/1, 200, update, success, portal",
        "DELETE /admin/users/1, 401, delete, denied, admin",
        "GET /x, 404, read, failure, storefront",
        "GET /x, 500, read, failure, storefront",
        "GET /x, 000, read, failure, storefront",
        "GET /x, 499, read, failure, storefront",
    })
    void saysWhatARequestMeans(String request, String status, Action action, Outcome outcome, Surface surface) {
        EventDraft draft = event("203.0.113.9 - - [11/May/2026:10:00:59 +0000] \"" + request + " HTTP/1.1\" " + status
                + " 1 \"-\" \"-\"");

        assertThat(draft.action).isEqualTo(action);
        assertThat(draft.outcome).isEqualTo(outcome);
        assertThat(draft.surface).isEqualTo(surface);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026/13/11 10:00:59 [error] 7#7: *1 open() failed, client: 203.0.113.9 | MISSING_TIME",
                "[Mon Foo 11 10:00:59 2026] [core:error] [pid 7] [client 203.0.113.9:5] denied | MISSING_TIME",
                "2026/05/11 10:00:59 [loud] 7#7: *1 open() failed, client: 203.0.113.9 | MALFORMED_LINE",
                "no line of any log | MALFORMED_LINE",
                "{\"version\":6,\"requests\":{\"total\":5},\"timestamp\":1446249499322} | NOT_AN_EVENT",
                "{\"remote_addr\":\"203.0.113.9\",\"request\":\"GET / HTTP/1.1\",\"status\":200} | MISSING_TIME",
                "{broken | MALFORMED_JSON",
                "203.0.113.9 - - [11/Foo/2026:10:00:59 +0000] \"GET / HTTP/1.1\" 200 1 | MISSING_TIME",
            })
    void rejectsWhatIsNoAccessLine(String line, Parsed.Reason reason) {
        assertThat(rejection(parse(line))).isEqualTo(reason);
    }

    @Test
    void countsLinesFromTheStartOfTheDelivery() {
        List<Parsed> parsed = parse(COMBINED + "\n" + COMBINED.strip() + "\r\n" + COMBINED);

        assertThat(parsed)
                .extracting(item -> ((Parsed.Event) item).draft().id)
                .containsExactly("file-7:0:0", "file-7:0:2", "file-7:0:3");
        assertThat(new String(parsed.get(1).raw(), StandardCharsets.UTF_8)).isEqualTo(COMBINED.strip());
    }

    @Test
    void namesStaffUnderTheBackOffice() {
        EventDraft draft = event(
                "203.0.113.9 - jroe [11/May/2026:10:00:59 +0000] \"GET /admin/orders HTTP/1.1\" 200 1 \"-\" \"-\"");

        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
        assertThat(draft.surface).isEqualTo(Surface.admin);
    }
}
