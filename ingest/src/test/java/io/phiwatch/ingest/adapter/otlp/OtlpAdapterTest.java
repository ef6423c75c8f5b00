package io.phiwatch.ingest.adapter.otlp;

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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OtlpAdapterTest extends AdapterContract {
    private static final String REQUEST = """
            {"timeUnixNano":"1778511659250000000","severityNumber":9,"severityText":"INFO","attributes":[\
            {"key":"log.record.uid","value":{"stringValue":"01HX"}},\
            {"key":"http.request.method","value":{"stringValue":"POST"}},\
            {"key":"url.path","value":{"stringValue":"/portal/patients/%4$s"}},\
            {"key":"url.query","value":{"stringValue":"ssn=%1$s"}},\
            {"key":"url.scheme","value":{"stringValue":"https"}},\
            {"key":"http.response.status_code","value":{"intValue":"403"}},\
            {"key":"client.address","value":{"stringValue":"203.0.113.9"}},\
            {"key":"user_agent.original","value":{"stringValue":"Mozilla/5.0"}},\
            {"key":"user.id","value":{"stringValue":"%2$s"}},\
            {"key":"user.roles","value":{"arrayValue":{"values":[{"stringValue":"nurse"},{"stringValue":"%2$s"}]}}},\
            {"key":"session.id","value":{"stringValue":"s-%4$s"}},\
            {"key":"note","value":{"stringValue":"call %3$s"}}]}
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String LINE = """
            {"observedTimeUnixNano":"1778511659250000000","severityNumber":17,"severityText":"ERROR",\
            "eventName":"order.failed","body":{"kvlistValue":{"values":[\
            {"key":"msg","value":{"stringValue":"payment of %2$s failed"}},\
            {"key":"ssn","value":{"stringValue":"%1$s"}},{"key":"tries","value":{"intValue":"3"}}]}},\
            "attributes":[{"key":"email","value":{"stringValue":"%2$s"}}]}
            """.formatted(SSN, EMAIL);

    @Override
    protected Adapter adapter() {
        return new OtlpAdapter(new PhiScanner());
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(body, Map.of("Authorization", "Bearer " + secret), RECEIVED, "d-7");
    }

    @Override
    protected List<String> payloads() {
        return List.of(export(REQUEST), export(REQUEST, LINE), export(LINE));
    }

    private static String export(String... records) {
        return "{\"resourceLogs\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":"
                + "\"portal-api\"}},{\"key\":\"host.name\",\"value\":{\"stringValue\":\"" + EMAIL + "\"}}]},"
                + "\"scopeLogs\":[{\"scope\":{\"name\":\"x\"},\"logRecords\":[" + String.join(",", records) + "]}]}]}";
    }

    @Test
    void readsARequestByTheSemanticConventions() {
        EventDraft draft = event(export(REQUEST));

        assertThat(draft.id).hasSize(32);
        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59.25Z"));
        assertThat(draft.action).isEqualTo(Action.create);
        assertThat(draft.outcome).isEqualTo(Outcome.denied);
        assertThat(draft.objectId).isEqualTo("/portal/patients/{id}");
        assertThat(draft.actor).isEqualTo(Phi.of(EMAIL));
        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
        assertThat(draft.actorRoles).containsExactly("nurse");
        assertThat(draft.session).isEqualTo(Phi.of("s-" + PERSON));
        assertThat(draft.clientAddress).isEqualTo(Phi.of("203.0.113.9"));
        assertThat(draft.userAgent).isEqualTo(Phi.of("Mozilla/5.0"));
        assertThat(draft.transportEncrypted).isTrue();
        assertThat(draft.attributes)
                .containsEntry("service", "portal-api")
                .containsEntry("level", "INFO")
                .containsEntry("status", "403")
                .containsEntry("parameter", "ssn");
        assertThat(revealed(draft))
                .contains("url ssn " + SSN, "log note call " + PHONE)
                .doesNotHaveDuplicates();
    }

    @Test
    void readsALineOfAnApplication() {
        EventDraft draft = event(export(LINE));

        assertThat(draft.id).isEqualTo("d-7:0");
        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59.25Z"));
        assertThat(draft.action).isEqualTo(Action.other);
        assertThat(draft.actionNative).isEqualTo("order.failed");
        assertThat(draft.outcome).isEqualTo(Outcome.failure);
        assertThat(draft.objectType).isEqualTo("log");
        assertThat(draft.actor).isNull();
        assertThat(revealed(draft))
                .contains("log msg payment of " + EMAIL + " failed", "log ssn " + SSN, "log email " + EMAIL);
    }

    @Test
    void readsTheNamesOfOldConventions() {
        EventDraft draft = event(export("""
                {"timeUnixNano":"1778511659250000000","attributes":[{"key":"http.method","value":{"stringValue":"GET"}},\
                {"key":"http.target","value":{"stringValue":"/a?ssn=%s"}},\
                {"key":"http.status_code","value":{"intValue":200}}]}
                """.formatted(SSN)));

        assertThat(draft.action).isEqualTo(Action.read);
        assertThat(draft.objectId).isEqualTo("/a");
        assertThat(revealed(draft)).contains("url ssn " + SSN);
    }

    @Test
    void takesARecordThatIsExportedAgainForTheSame() {
        List<Parsed> again =
                adapter().parse(new Delivery(signed(export(REQUEST)).body(), Map.of(), RECEIVED, "d-8"), source());

        assertThat(event(again).id).isEqualTo(event(export(REQUEST)).id);
        assertThat(adapter().repeats()).isTrue();
    }

    @Test
    void rejectsWhatIsNoRecord() {
        assertThat(rejection(parse("{\"resourceSpans\":[]}"))).isEqualTo(Parsed.Reason.NOT_AN_EVENT);
        assertThat(rejection(parse("{"))).isEqualTo(Parsed.Reason.MALFORMED_JSON);
        assertThat(rejection(parse(export("{\"timeUnixNano\":\"0\"}")))).isEqualTo(Parsed.Reason.MISSING_TIME);
        assertThat(parse("{\"resourceLogs\":[]}")).isEmpty();
    }
}
