package io.phiwatch.ingest.adapter.har;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.AdapterContract;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.destination.Trackers;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HarAdapterTest extends AdapterContract {
    private static final String ENTRY = """
            {"pageref":"p1","startedDateTime":"2026-05-11T15:00:59.250Z","_resourceType":"ping","request":{\
            "method":"POST","url":"https://www.google-analytics.com/g/collect?v=2&tid=G-1&dl=\
            https%%3A%%2F%%2Fportal.example.org%%2Fvisit%%3Femail%%3D%2$s&dt=Visit","bodySize":42,\
            "headers":[{"name":"Referer","value":"https://portal.example.org/?mrn=%4$s"}],\
            "postData":{"mimeType":"text/plain","text":"en=form_submit&ep.ssn=%1$s\\r\\nen=x&ep.phone=%3$s"}},\
            "response":{"status":204}}
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String DOCUMENT = """
            {"pageref":"p1","startedDateTime":"2026-05-11T15:00:58Z","request":{"method":"GET",\
            "url":"https://portal.example.org/patients/%1$s/visit?email=%2$s","headers":[]},"response":{"status":200}}
            """.formatted(PERSON, EMAIL);

    @Override
    protected Adapter adapter() {
        return new HarAdapter(new PhiScanner(), Trackers.bundled());
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(body, Map.of("Authorization", "Bearer " + secret), RECEIVED, "crawl-7");
    }

    @Override
    protected List<String> payloads() {
        return List.of(har(DOCUMENT, ENTRY), '[' + ENTRY + ']');
    }

    private static String har(String... entries) {
        return "{\"log\":{\"version\":\"1.2\",\"entries\":[" + String.join(",", entries) + "]}}";
    }

    @Test
    void readsWhatATrackerWasSent() {
        List<Parsed> parsed = parse(har(DOCUMENT, ENTRY));
        EventDraft draft = ((Parsed.Event) parsed.get(1)).draft();

        assertThat(parsed).hasSize(2);
        assertThat(draft.id).isEqualTo("crawl-7:1");
        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59.250Z"));
        assertThat(draft.action).isEqualTo(Action.transmit);
        assertThat(draft.outcome).isEqualTo(Outcome.success);
        assertThat(draft.destinationHost).isEqualTo("www.google-analytics.com");
        assertThat(draft.pageHost).isEqualTo("portal.example.org");
        assertThat(draft.objectId).isEqualTo("/patients/{id}/visit");
        assertThat(draft.bytes).isEqualTo(42);
        assertThat(draft.transportEncrypted).isTrue();
        assertThat(draft.attributes)
                .containsEntry("tracker", "google-analytics")
                .containsEntry("parameter", "email")
                .containsEntry("status", "204")
                .containsEntry("host", "portal.example.org")
                .containsEntry("resource", "ping");
        assertThat(revealed(draft))
                .contains(
                        "url email " + EMAIL, "referrer mrn " + PERSON, "body ep.ssn " + SSN, "body ep.phone " + PHONE);
    }

    @Test
    void takesThePageFromTheReferrerWhereNoPageIsNamed() {
        EventDraft draft = event('[' + ENTRY.replace("\"pageref\":\"p1\",", "") + ']');

        assertThat(draft.objectId).isEqualTo("/");
        assertThat(draft.pageHost).isEqualTo("portal.example.org");
    }

    @ParameterizedTest
    @CsvSource({"0, failure", "302, success", "404, success", "500, success"})
    void whatGotAnAnswerHasArrived(String status, Outcome outcome) {
        assertThat(event(har(ENTRY.replace("204", status))).outcome).isEqualTo(outcome);
    }

    @Test
    void readsFieldsOfForms() {
        EventDraft draft = event(har("""
                {"startedDateTime":"2026-05-11T15:00:58Z","request":{"method":"POST","url":"http://t.example/",\
                "postData":{"params":[{"name":"drug","value":"x & y"},{"name":"ssn","value":"%s"}]}}}
                """.formatted(SSN)));

        assertThat(revealed(draft)).contains("body ssn " + SSN, "body drug x & y");
        assertThat(draft.transportEncrypted).isFalse();
        assertThat(draft.objectId).isEqualTo("{unknown}");
        assertThat(draft.attributes).containsEntry("parameter", "ssn");
    }

    @Test
    void leavesOutWhatSendsNothing() {
        assertThat(parse(har(DOCUMENT.replace("https://portal", "data:text/html,portal"))))
                .isEmpty();
    }

    @Test
    void rejectsWhatIsNoCrawl() {
        assertThat(rejection(parse("{\"log\":{}}"))).isEqualTo(Parsed.Reason.NOT_AN_EVENT);
        assertThat(rejection(parse("{"))).isEqualTo(Parsed.Reason.MALFORMED_JSON);
        assertThat(rejection(parse(har(ENTRY.replace("2026-05-11T15:00:59.250Z", "today")))))
                .isEqualTo(Parsed.Reason.MISSING_TIME);
    }
}
