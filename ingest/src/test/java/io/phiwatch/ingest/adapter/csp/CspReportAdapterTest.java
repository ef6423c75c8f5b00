package io.phiwatch.ingest.adapter.csp;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.AdapterContract;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.destination.Trackers;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CspReportAdapterTest extends AdapterContract {
    private static final String REPORT_URI = """
            {"csp-report":{"document-uri":"https://portal.example.org/patients/%4$s/visit?email=%2$s",\
            "referrer":"https://portal.example.org/?phone=%3$s","violated-directive":"img-src 'self'",\
            "effective-directive":"img-src","original-policy":"img-src 'self'; report-uri /x",\
            "disposition":"report","blocked-uri":"https://www.facebook.com/tr?ud[ssn]=%1$s","status-code":200,\
            "script-sample":"var mail='%2$s'"}}
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String BATCH = """
            [{"age":60000,"type":"csp-violation","url":"https://portal.example.org/visit","user_agent":"Mozilla/5.0 %2$s",\
            "body":{"documentURL":"https://portal.example.org/visit?ssn=%1$s","blockedURL":"https://cdn.unheard.example/x.js",\
            "effectiveDirective":"script-src-elem","disposition":"enforce","sample":"","statusCode":200}},\
            {"age":5,"type":"csp-violation","url":"https://portal.example.org/","body":{"documentURL":"https://portal.example.org/",\
            "blockedURL":"inline","effectiveDirective":"script-src-elem","disposition":"enforce","sample":"call('%3$s')"}}]
            """.formatted(SSN, EMAIL, PHONE);

    @Override
    protected Adapter adapter() {
        return new CspReportAdapter(new PhiScanner(), Trackers.bundled());
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(body, Map.of("User-Agent", "Mozilla/5.0 " + EMAIL), secret, RECEIVED, "d-7");
    }

    @Override
    protected List<String> payloads() {
        return List.of(REPORT_URI, BATCH);
    }

    @Test
    void readsWhatBrowsersSendToReportUri() {
        EventDraft draft = event(REPORT_URI);

        assertThat(draft.id).isEqualTo("d-7:0");
        assertThat(draft.time).isEqualTo(RECEIVED);
        assertThat(draft.action).isEqualTo(Action.transmit);
        assertThat(draft.outcome).isEqualTo(Outcome.success);
        assertThat(draft.destinationHost).isEqualTo("www.facebook.com");
        assertThat(draft.pageHost).isEqualTo("portal.example.org");
        assertThat(draft.objectId).isEqualTo("/patients/{id}/visit");
        assertThat(draft.userAgent).isEqualTo(Phi.of("Mozilla/5.0 " + EMAIL));
        assertThat(draft.attributes)
                .containsEntry("directive", "img-src")
                .containsEntry("disposition", "report")
                .containsEntry("tracker", "meta-pixel");
        assertThat(revealed(draft))
                .contains("url ud[ssn] " + SSN, "referrer email " + EMAIL, "referrer phone " + PHONE)
                .anyMatch(text -> text.startsWith("body ") && text.contains(EMAIL));
    }

    @Test
    void readsBatchesOfTheReportingApi() {
        List<Parsed> parsed = parse(BATCH);
        EventDraft script = ((Parsed.Event) parsed.getFirst()).draft();
        EventDraft inline = ((Parsed.Event) parsed.getLast()).draft();

        assertThat(parsed).hasSize(2);
        assertThat(script.time).isEqualTo(RECEIVED.minusSeconds(60));
        assertThat(script.outcome).isEqualTo(Outcome.denied);
        assertThat(script.destinationHost).isEqualTo("cdn.unheard.example");
        assertThat(script.attributes)
                .containsEntry("directive", "script-src-elem")
                .doesNotContainKey("tracker");
        assertThat(inline.destinationHost).isNull();
        assertThat(inline.attributes).containsEntry("blocked", "inline");
    }

    @ParameterizedTest
    @CsvSource({
        "eval, eval",
        "data, data",
        "data:image/png;base64, data",
        "blob:https://x.example/1, blob",
        "chrome-extension, extension",
        "moz-extension://1234, extension",
        "someone@example.org, other",
        "'', other",
    })
    void tellsWhatIsNoHost(String blocked, String kind) {
        EventDraft draft =
                event("{\"csp-report\":{\"document-uri\":\"https://a.example/\",\"blocked-uri\":\"" + blocked + "\"}}");

        assertThat(draft.destinationHost).isNull();
        assertThat(draft.attributes).containsEntry("blocked", kind);
    }

    @Test
    void rejectsOtherReports() {
        assertThat(rejection(
                        parse("[{\"type\":\"network-error\",\"age\":1,\"url\":\"https://a.example\",\"body\":{}}]")))
                .isEqualTo(Parsed.Reason.NOT_AN_EVENT);
        assertThat(rejection(parse("{\"csp-report\":{\"blocked-uri\":\"inline\"}}")))
                .isEqualTo(Parsed.Reason.MISSING_FIELD);
        assertThat(rejection(parse("{"))).isEqualTo(Parsed.Reason.MALFORMED_JSON);
    }
}
