package io.phiwatch.ingest.adapter.ticket;

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
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.ReferenceTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ServicenowAdapterTest extends AdapterContract {
    private static final String CHANGE = """
            {"number": {"value": "CHG0031889", "display_value": "CHG0031889"}, "sys_id": {"value": "%1$s"},
             "sys_updated_on": {"value": "2026-01-06 12:12:43", "display_value": "06/01/2026 04:12:43"},
             "sys_created_on": {"value": "2026-01-05 12:12:43"}, "sys_updated_by": {"value": "%2$s"},
             "requested_by": {"value": "%4$s", "display_value": "Jo"}, "approval": {"value": "approved"},
             "state": {"value": -5.0, "display_value": "New"}, "type": {"value": "standard"},
             "start_date": {"value": "2026-01-07 00:00:00"}, "end_date": {"value": ""},
             "cmdb_ci": {"value": "1", "display_value": "shop"}, "description": {"value": "call %3$s, ssn %1$s"}}
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String PLAIN =
            "{\"number\":\"CHG1\",\"sys_updated_on\":\"2026-01-06 12:12:43\",\"sys_created_on\":\"2026-01-06 12:12:43\",\"approval\":\"rejected\"}";

    @Override
    protected Adapter adapter() {
        return new ServicenowAdapter();
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(body, Map.of("Authorization", "Bearer " + secret), RECEIVED, "d-1");
    }

    @Override
    protected List<String> payloads() {
        return List.of("{\"result\":" + CHANGE + "}", "{\"result\":[" + CHANGE + "," + PLAIN + "]}", CHANGE);
    }

    @Test
    void readsUtcAndNotWhatAUserSees() {
        List<Parsed> parsed = parse(CHANGE);
        EventDraft draft = ((Parsed.Event) parsed.getFirst()).draft();
        ReferenceDraft row = ((Parsed.Reference) parsed.getLast()).draft();

        assertThat(draft.time).isEqualTo(Instant.parse("2026-01-06T12:12:43Z"));
        assertThat(draft.action).isEqualTo(Action.approve);
        assertThat(draft.actor).isEqualTo(Phi.of(EMAIL));
        assertThat(draft.objectId).isEqualTo("CHG0031889");
        assertThat(draft.attributes).containsEntry("state", "new");
        assertThat(revealed(draft)).anyMatch(text -> text.contains(SSN));
        assertThat(row.table).isEqualTo(ReferenceTable.approvals);
        assertThat(row.validFrom).isEqualTo(Instant.parse("2026-01-07T00:00:00Z"));
        assertThat(row.validTo).isNull();
        assertThat(row.columns)
                .containsEntry("standing", Cell.clear("true"))
                .containsEntry("target", Cell.clear("shop"))
                .containsEntry("requested_by", Cell.staff(PERSON));
    }

    @Test
    void readsPlainFields() {
        EventDraft draft = ((Parsed.Event) parse(PLAIN).getFirst()).draft();

        assertThat(draft.action).isEqualTo(Action.create);
        assertThat(draft.outcome).isEqualTo(Outcome.denied);
    }
}
