package io.phiwatch.ingest.adapter.github;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.ReferenceDraft;
import io.phiwatch.ingest.adapter.ReferenceDraft.Cell;
import io.phiwatch.schema.ReferenceTable;
import java.time.Instant;
import java.util.Optional;

/** What a webhook says about the approval of a change. */
final class Approvals {
    private static final String APPROVED = "approved";

    private Approvals() {}

    static boolean isApproval(String event, JsonNode body) {
        return event.equals("deployment_review")
                ? text(body, "action").equals(APPROVED)
                : text(body, "review", "state").equalsIgnoreCase(APPROVED);
    }

    /** The row; none where the event is about no change. */
    static Optional<ReferenceDraft> of(String event, JsonNode body, Instant time) {
        Optional<String> repository = ClearText.name(text(body, "repository", "full_name"));
        if (repository.isEmpty()) {
            return Optional.empty();
        }
        return switch (event) {
            case "pull_request_review" ->
                Optional.of(pullRequest(repository.get(), body))
                        .map(row -> isApproval(event, body)
                                ? approved(row, text(body, "review", "user", "login"), time)
                                : row.with("review", Cell.clear(word(text(body, "review", "state")))));
            case "pull_request" ->
                Optional.of(pullRequest(repository.get(), body)
                        .with("merged_by", Cell.staff(text(body, "pull_request", "merged_by", "login"))));
            case "deployment", "deployment_status" -> Optional.of(deployment(repository.get(), body));
            case "deployment_review" ->
                Optional.of(workflow(repository.get(), body))
                        .map(row -> isApproval(event, body)
                                ? approved(row, text(body, "sender", "login"), time)
                                : row.with("status", Cell.clear(word(text(body, "action")))));
            default -> Optional.empty();
        };
    }

    /** Reviews and states of one request come apart, in any order: each kind of fact is a part of the row. */
    private static ReferenceDraft pullRequest(String repository, JsonNode body) {
        JsonNode request = body.path("pull_request");
        boolean isReview = body.has("review");
        ReferenceDraft row = new ReferenceDraft(
                ReferenceTable.approvals,
                isReview ? "review" : "state",
                Cell.clear("github:" + repository + '#' + number(text(request, "number"))));
        row.with("kind", Cell.clear("pull_request"))
                .with("target", Cell.clear(repository))
                .with("system", Cell.clear("github"))
                .with("requested_by", Cell.staff(text(request, "user", "login")));
        if (!isReview) {
            boolean merged = request.path("merged").asBoolean();
            row.with("status", Cell.clear(merged ? "merged" : word(text(request, "state"))));
        }
        return row;
    }

    private static ReferenceDraft deployment(String repository, JsonNode body) {
        JsonNode deployment = body.path("deployment");
        return new ReferenceDraft(
                        ReferenceTable.approvals,
                        "",
                        Cell.clear("github:" + repository + "/deployments/" + number(text(deployment, "id"))))
                .with("kind", Cell.clear("deployment"))
                .with("target", Cell.clear(repository))
                .with("system", Cell.clear("github"))
                .with("environment", Cell.clear(word(text(deployment, "environment"))))
                .with("requested_by", Cell.staff(text(deployment, "creator", "login")))
                .with("status", Cell.clear(first(word(text(body, "deployment_status", "state")), "requested")));
    }

    private static ReferenceDraft workflow(String repository, JsonNode body) {
        return new ReferenceDraft(
                        ReferenceTable.approvals,
                        "",
                        Cell.clear("github:" + repository + "/runs/" + number(text(body, "workflow_run", "id"))))
                .with("kind", Cell.clear("deployment"))
                .with("target", Cell.clear(repository))
                .with("system", Cell.clear("github"))
                .with("environment", Cell.clear(word(text(body, "environment"))))
                .with(
                        "requested_by",
                        Cell.staff(
                                first(text(body, "requestor", "login"), text(body, "workflow_run", "actor", "login"))));
    }

    private static ReferenceDraft approved(ReferenceDraft row, String by, Instant time) {
        row.validFrom = time;
        return row.with("status", Cell.clear(APPROVED)).with("approved_by", Cell.staff(by));
    }

    private static String word(String text) {
        return ClearText.name(text).orElse("");
    }

    private static String number(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9') && text.length() <= 12 ? text : "";
    }
}
