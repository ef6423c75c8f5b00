package io.phiwatch.ingest.adapter.github;

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
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.ReferenceTable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GithubAdapterTest extends AdapterContract {
    private static final String REVIEW = """
            {"action": "submitted", "sender": {"login": "%4$s", "type": "User"},
             "review": {"state": "approved", "user": {"login": "%2$s"}, "submitted_at": "2026-05-11T15:00:59Z",
              "body": "for patient %1$s, call %3$s"},
             "pull_request": {"number": 12, "title": "t %4$s", "state": "open", "user": {"login": "%4$s"}},
             "repository": {"full_name": "acme/shop"}}
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String AUDIT = """
            {"@timestamp": 1778511659500, "action": "org.add_member", "actor": "%2$s", "user": "%4$s", "org": "acme",
             "actor_ip": "203.0.113.9", "_document_id": "%1$s", "note": "%3$s"}
            """.formatted(SSN, EMAIL, PHONE, PERSON);

    private String event = "pull_request_review";

    @Override
    protected Adapter adapter() {
        return new GithubAdapter();
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        Map<String, String> headers = new HashMap<>();
        headers.put("X-Hub-Signature-256", "sha256=" + Signatures.hex(secret, body));
        headers.put("X-GitHub-Delivery", "f54457df-e1e1-57bb-9853-af903efca30d");
        if (!event.isEmpty()) {
            headers.put("X-GitHub-Event", event);
        }
        return new Delivery(body, headers, RECEIVED, "d-1");
    }

    @Override
    protected List<String> payloads() {
        return List.of(REVIEW);
    }

    private EventDraft draft(String body) {
        return ((Parsed.Event) parse(body).getFirst()).draft();
    }

    private ReferenceDraft row(String body) {
        return ((Parsed.Reference) parse(body).getLast()).draft();
    }

    @Test
    void makesAnApprovalOfAReview() {
        EventDraft draft = draft(REVIEW);
        ReferenceDraft row = row(REVIEW);

        assertThat(draft.action).isEqualTo(Action.approve);
        assertThat(draft.actionNative).isEqualTo("pull_request_review.submitted");
        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59Z"));
        assertThat(draft.actor).isEqualTo(Phi.of(PERSON));
        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
        assertThat(draft.objectId).isEqualTo("acme/shop#12");
        assertThat(revealed(draft)).anyMatch(text -> text.contains(SSN));
        assertThat(row.table).isEqualTo(ReferenceTable.approvals);
        assertThat(row.id).containsExactly(Cell.clear("github:acme/shop#12"));
        assertThat(row.columns)
                .containsEntry("status", Cell.clear("approved"))
                .containsEntry("approved_by", Cell.staff(EMAIL))
                .containsEntry("requested_by", Cell.staff(PERSON));
        assertThat(row.validFrom).isEqualTo(draft.time);
    }

    @Test
    void approvesNothingThatIsOnlyCommented() {
        String commented = REVIEW.replace("approved", "commented");

        assertThat(draft(commented).action).isEqualTo(Action.other);
        assertThat(row(commented).columns).doesNotContainKeys("approved_by", "status");
    }

    @Test
    void readsADeployment() {
        event = "deployment_status";
        String body = """
                {"deployment": {"id": 7, "environment": "production", "creator": {"login": "dev"}},
                 "deployment_status": {"state": "failure", "updated_at": "2026-05-11T15:00:59Z"},
                 "repository": {"full_name": "acme/shop"}, "sender": {"login": "ci", "type": "Bot"}}
                """;

        assertThat(draft(body).action).isEqualTo(Action.publish);
        assertThat(draft(body).outcome).isEqualTo(Outcome.failure);
        assertThat(draft(body).actorKind).isEqualTo(ActorKind.app);
        assertThat(row(body).columns)
                .containsEntry("environment", Cell.clear("production"))
                .containsEntry("status", Cell.clear("failure"));
    }

    @ParameterizedTest
    @CsvSource({
        "member, added, grant",
        "member, removed, revoke",
        "organization, member_removed, revoke",
        "installation, created, install",
        "installation, deleted, uninstall",
        "deploy_key, created, grant",
        "repository, publicized, share",
        "branch_protection_rule, edited, configure",
        "push, , update",
        "meta, deleted, configure",
        "ping, , other",
        "release, published, publish",
        "workflow_run, completed, other"
    })
    void knowsWhatEventsMean(String name, String verb, Action action) {
        event = name;

        EventDraft draft =
                draft("{\"member\":{\"login\":\"x\"}" + (verb == null ? "" : ",\"action\":\"" + verb + "\"") + "}");

        assertThat(draft.action).isEqualTo(action);
        assertThat(draft.time).isEqualTo(RECEIVED);
        assertThat(draft.objectPerson).isEqualTo(Phi.of("x"));
    }

    @Test
    void readsTheAuditLog() {
        event = "";

        EventDraft draft = draft("[" + AUDIT + "]");

        assertThat(draft.action).isEqualTo(Action.grant);
        assertThat(draft.actionNative).isEqualTo("org.add_member");
        assertThat(draft.actor).isEqualTo(Phi.of(EMAIL));
        assertThat(draft.objectPerson).isEqualTo(Phi.of(PERSON));
        assertThat(draft.objectId).isEqualTo("acme");
        assertThat(draft.clientAddress).isEqualTo(Phi.of("203.0.113.9"));
        assertThat(rejection(parse("{\"action\":\"org.add_member\"}"))).isEqualTo(Parsed.Reason.MISSING_TIME);
    }

    @Test
    void readsForms() {
        byte[] form = ("payload=" + URLEncoder.encode(REVIEW, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>(signed(form, SECRET).headers());
        headers.put("Content-Type", "application/x-www-form-urlencoded");

        List<Parsed> parsed = told(adapter().parse(new Delivery(form, headers, RECEIVED, "d"), source()));

        assertThat(((Parsed.Event) parsed.getFirst()).draft().action).isEqualTo(Action.approve);
    }
}
