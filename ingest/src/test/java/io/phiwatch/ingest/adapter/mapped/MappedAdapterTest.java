package io.phiwatch.ingest.adapter.mapped;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.AdapterContract;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads by the mapping that the documentation shows. */
final class MappedAdapterTest extends AdapterContract {
    private static final Path EXAMPLE =
            Path.of(System.getProperty("phiwatch.root"), "docs", "adapters", "json-example.yaml");
    private static final String ENTRY = """
            {"uid":"%2$s","at":"11.05.2026 11:00:59","what":"rx.view","ok":true,"user":{"login":"%2$s",\
            "type":"employee","groups":["pharmacist","%2$s"]},"terminal":{"ip":"192.0.2.10","name":"%3$s"},\
            "patients":[{"mrn":"%4$s"},{"mrn":"MRN-2"}],"rx":{"no":"%4$s"},"comment":"ssn %1$s, call %3$s"}
            """.formatted(SSN, EMAIL, PHONE, PERSON);

    @Override
    protected Adapter adapter() {
        return new MappedAdapter();
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(body, Map.of("Authorization", "Bearer " + secret), RECEIVED, "d-7");
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("mapping", EXAMPLE.toString());
    }

    @Override
    protected List<String> payloads() {
        return List.of(document(ENTRY), document(ENTRY) + document(ENTRY.replace("\"uid\":\"" + EMAIL, "\"uid\":\"b")));
    }

    private static String document(String... entries) {
        return "{\"audit\":{\"entries\":[" + String.join(",", entries).strip() + "]}}\n";
    }

    @Test
    void readsWhatTheExampleOfTheDocumentationMaps() {
        EventDraft draft = event(document(ENTRY));

        assertThat(adapter().faults(source())).isEmpty();
        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59Z"));
        assertThat(draft.action).isEqualTo(Action.read);
        assertThat(draft.actionNative).isEqualTo("rx.view");
        assertThat(draft.outcome).isEqualTo(Outcome.success);
        assertThat(draft.surface).isEqualTo(Surface.portal);
        assertThat(draft.actor).isEqualTo(Phi.of(EMAIL));
        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
        assertThat(draft.actorRoles).containsExactly("pharmacist");
        assertThat(draft.clientAddress).isEqualTo(Phi.of("192.0.2.10"));
        assertThat(draft.objectType).isEqualTo("prescription");
        assertThat(draft.objectPerson).isEqualTo(Phi.of(PERSON));
        assertThat(draft.patients).containsExactly(Phi.of(PERSON), Phi.of("MRN-2"));
        assertThat(draft.attributes).doesNotContainKey("station");
        assertThat(revealed(draft)).containsExactly("body comment ssn " + SSN + ", call " + PHONE);
    }

    @Test
    void mapsWhatIsMissingOrUnknown() {
        EventDraft draft = event(document("{\"at\":\"11.05.2026 11:00:59\",\"what\":\"rx.new\"}"));

        assertThat(draft.id).isEqualTo("d-7:0");
        assertThat(draft.action).isEqualTo(Action.other);
        assertThat(draft.actionNative).isEqualTo("rx.new");
        assertThat(draft.outcome).isEqualTo(Outcome.failure);
        assertThat(draft.actorKind).isEqualTo(ActorKind.anonymous);
        assertThat(draft.patients).isEmpty();
    }

    @Test
    void readsLinesAndLeavesEmptyBatchesAlone() {
        assertThat(parse(document() + document(ENTRY) + "\n{broken\n"))
                .hasSize(2)
                .last()
                .isInstanceOfSatisfying(
                        Parsed.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(Parsed.Reason.MALFORMED_JSON));
    }

    @Test
    void rejectsWhatHasNoTimeOrNoEvents() {
        assertThat(rejection(parse(document("{\"at\":\"yesterday\"}")))).isEqualTo(Parsed.Reason.MISSING_TIME);
        assertThat(rejection(parse(document("7")))).isEqualTo(Parsed.Reason.NOT_AN_EVENT);
        assertThat(rejection(parse("{\"other\":[]}"))).isEqualTo(Parsed.Reason.NOT_AN_EVENT);
    }
}
