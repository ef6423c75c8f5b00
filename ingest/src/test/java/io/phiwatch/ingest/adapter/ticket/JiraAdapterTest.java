package io.phiwatch.ingest.adapter.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.AdapterContract;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.ReferenceDraft;
import io.phiwatch.ingest.adapter.ReferenceDraft.Cell;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ReferenceTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JiraAdapterTest extends AdapterContract {
    private static final String APPROVED = """
            {"timestamp": 1778511659500, "webhookEvent": "jira:issue_updated",
             "user": {"name": "%4$s", "accountId": "a-1", "emailAddress": "%2$s"},
             "issue": {"key": "CHG-41", "fields": {"summary": "ssn %1$s", "description": "call %3$s",
              "issuetype": {"name": "Change Request"}, "project": {"key": "CHG", "name": "%4$s"},
              "components": [{"name": "checkout"}], "reporter": {"accountId": "%4$s"}, "status": {"name": "Ready to go"}}},
             "changelog": {"items": [{"field": "status", "fromString": "To Do", "toString": "Ready to go"}]}}
            """.formatted(SSN, EMAIL, PHONE, PERSON);

    @Override
    protected Adapter adapter() {
        return new JiraAdapter();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("approved_statuses", "Approved; ready to go");
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(body, Map.of("X-Hub-Signature", "sha256=" + Signatures.hex(secret, body)), RECEIVED, "d-1");
    }

    @Override
    protected List<String> payloads() {
        return List.of(APPROVED);
    }

    @Test
    void makesAnApprovalOfAnApprovingStatus() {
        EventDraft draft = ((Parsed.Event) parse(APPROVED).getFirst()).draft();
        ReferenceDraft row = ((Parsed.Reference) parse(APPROVED).getLast()).draft();

        assertThat(draft.action).isEqualTo(Action.approve);
        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59.500Z"));
        assertThat(draft.actor).isEqualTo(Phi.of(EMAIL));
        assertThat(draft.objectId).isEqualTo("CHG-41");
        assertThat(draft.attributes).containsEntry("fields", "status").containsEntry("status", "ready_to_go");
        assertThat(revealed(draft)).containsExactly("body  ssn " + SSN, "body  call " + PHONE);
        assertThat(row.table).isEqualTo(ReferenceTable.approvals);
        assertThat(row.part).isEqualTo("approval");
        assertThat(row.id).containsExactly(Cell.clear("jira:CHG-41"));
        assertThat(row.columns)
                .containsEntry("status", Cell.clear("approved"))
                .containsEntry("target", Cell.clear("checkout"))
                .containsEntry("kind", Cell.clear("change_request"))
                .containsEntry("requested_by", Cell.staff(PERSON))
                .containsEntry("approved_by", Cell.staff(EMAIL));
    }

    @Test
    void keepsWhoApprovedWhenTheIssueMovesOn() {
        String done = APPROVED.replace("Ready to go", "Done");

        ReferenceDraft row = ((Parsed.Reference) parse(done).getLast()).draft();

        assertThat(((Parsed.Event) parse(done).getFirst()).draft().action).isEqualTo(Action.update);
        assertThat(row.part).isEmpty();
        assertThat(row.columns).containsEntry("status", Cell.clear("done")).doesNotContainKey("approved_by");
    }
}
