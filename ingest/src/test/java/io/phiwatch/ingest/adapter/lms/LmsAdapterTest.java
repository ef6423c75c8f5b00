package io.phiwatch.ingest.adapter.lms;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.AdapterContract;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.ReferenceDraft;
import io.phiwatch.ingest.adapter.ReferenceDraft.Cell;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.ReferenceTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LmsAdapterTest extends AdapterContract {
    private static final String STATEMENT = """
            {"id": "%1$s", "actor": {"mbox": "mailto:%2$s", "name": "%4$s"},
             "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
             "object": {"id": "https://lms.example/courses/hipaa-basics", "definition": {"description": {"en": "%3$s"}}},
             "result": {"success": true}, "timestamp": "2026-05-11T15:00:59.000Z"}
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String CSV = """
            user,course,completed_at,status,valid_until
            %s,HIPAA basics,2026-05-11,passed,2027-01-01
            jd,HIPAA basics,2026-05-11T15:00:59Z,failed,
            """.formatted(EMAIL);

    @Override
    protected Adapter adapter() {
        return new LmsAdapter();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("valid_for", "P6M");
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(body, Map.of("Authorization", "Bearer " + secret), RECEIVED, "d-1");
    }

    @Override
    protected List<String> payloads() {
        return List.of(STATEMENT, "{\"statements\":[" + STATEMENT + "]}");
    }

    @Test
    void saysUntilWhenATrainingIsValid() {
        List<Parsed> parsed = parse(STATEMENT);
        EventDraft draft = ((Parsed.Event) parsed.getFirst()).draft();
        ReferenceDraft row = ((Parsed.Reference) parsed.getLast()).draft();

        assertThat(draft.action).isEqualTo(Action.other);
        assertThat(draft.actionNative).isEqualTo("training-completed");
        assertThat(draft.actor).isEqualTo(Phi.of(EMAIL));
        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
        assertThat(draft.objectId).isEqualTo("hipaa-basics");
        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59Z"));
        assertThat(row.table).isEqualTo(ReferenceTable.staff);
        assertThat(row.part).isEqualTo("training");
        assertThat(row.id).containsExactly(Cell.staff(EMAIL));
        assertThat(row.columns).containsExactly(Map.entry("training_valid_until", Cell.clear("2026-11-11T15:00:59Z")));
    }

    @Test
    void readsCsv() {
        Delivery csv =
                new Delivery(CSV.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "text/csv"), RECEIVED, "d");

        List<Parsed> parsed = told(adapter().parse(csv, source()));

        assertThat(parsed).hasSize(3);
        assertThat(((Parsed.Reference) parsed.get(1)).draft().columns)
                .containsEntry("training_valid_until", Cell.clear("2027-01-01T00:00:00Z"));
        assertThat(((Parsed.Event) parsed.get(2)).draft().outcome).isEqualTo(Outcome.failure);
    }

    @Test
    void passesOverWhatIsNoCompletion() {
        assertThat(parse(STATEMENT.replace("completed", "launched"))).isEmpty();
        assertThat(rejection(parse(STATEMENT.replace("timestamp", "time")))).isEqualTo(Parsed.Reason.MISSING_TIME);
    }
}
