package io.phiwatch.ingest.adapter.ticket;

import static io.phiwatch.ingest.adapter.JsonPayload.at;
import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.ReferenceDraft;
import io.phiwatch.ingest.adapter.ReferenceDraft.Cell;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.adapter.Timestamps;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.ReferenceTable;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads Jira's webhooks; an issue that reaches an approving status is an approval: docs/adapters/tickets.md. */
public final class JiraAdapter implements Adapter {
    private static final String PREFIX = "sha256=";
    private static final String APPROVING = "approved_statuses";

    @Override
    public String platform() {
        return "jira";
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        String claim = delivery.header("X-Hub-Signature").orElse("");
        return claim.startsWith(PREFIX)
                && Signatures.isHex(claim.substring(PREFIX.length()), source.secrets(), delivery.body());
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        byte[] raw = delivery.body();
        Optional<JsonNode> body = JsonPayload.parse(raw);
        if (body.isEmpty()) {
            return List.of(new Parsed.Rejected(Parsed.Reason.MALFORMED_JSON, null, raw));
        }
        Optional<String> event = ClearText.name(text(body.get(), "webhookEvent").replace(':', '.'));
        if (event.isEmpty()) {
            return List.of(new Parsed.Rejected(Parsed.Reason.NOT_AN_EVENT, "webhookEvent", raw));
        }
        Optional<Instant> time = Timestamps.parse(text(body.get(), "timestamp"));
        if (time.isEmpty()) {
            return List.of(new Parsed.Rejected(Parsed.Reason.MISSING_TIME, "timestamp", raw));
        }
        boolean approval = isApproval(body.get(), approving(source));
        Action action = approval ? Action.approve : action(event.get());
        EventDraft draft = new EventDraft(id(delivery, event.get()), time.get(), action);
        fill(draft, event.get(), body.get());
        List<Parsed> parsed = new ArrayList<>();
        parsed.add(new Parsed.Event(draft, raw));
        row(body.get(), time.get(), approval).ifPresent(row -> parsed.add(new Parsed.Reference(row, raw)));
        return parsed;
    }

    private static Set<String> approving(Source source) {
        String statuses = source.settings().getOrDefault(APPROVING, "Approved");
        return Arrays.stream(statuses.split(";"))
                .map(status -> status.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isApproval(JsonNode body, Set<String> approving) {
        for (JsonNode item : at(body, "changelog", "items")) {
            if (text(item, "field").equals("status")
                    && approving.contains(text(item, "toString").toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    private static void fill(EventDraft draft, String event, JsonNode body) {
        draft.actionNative = event;
        draft.surface = Surface.admin;
        draft.actor = phi(first(person(body.path("user")), person(at(body, "comment", "updateAuthor"))));
        draft.actorKind = draft.actor == null ? ActorKind.service : ActorKind.staff;
        draft.objectType = event.contains("comment") ? "comment" : "issue";
        JsonNode issue = body.path("issue");
        ClearText.name(text(issue, "key")).ifPresent(key -> draft.objectId = key);
        String fields = JsonPayload.items(at(body, "changelog", "items")).stream()
                .flatMap(item -> word(text(item, "field")).stream())
                .distinct()
                .collect(Collectors.joining(","));
        if (!fields.isEmpty()) {
            draft.attributes.put("fields", fields);
        }
        word(text(issue, "fields", "status", "name")).ifPresent(status -> draft.attributes.put("status", status));
        word(text(issue, "fields", "issuetype", "name")).ifPresent(kind -> draft.attributes.put("kind", kind));
        for (String text : List.of(
                text(issue, "fields", "summary"),
                text(issue, "fields", "description"),
                text(body, "comment", "body"))) {
            if (!text.isEmpty()) {
                draft.texts.add(new EventDraft.Scannable("body", "", Phi.of(text)));
            }
        }
    }

    private static String id(Delivery delivery, String event) {
        String webhook =
                delivery.header("X-Atlassian-Webhook-Identifier").orElse("").strip();
        return webhook.isEmpty()
                ? EventIds.of("content", event, new String(delivery.body(), StandardCharsets.UTF_8))
                : EventIds.of("webhook", webhook);
    }

    private static Action action(String event) {
        if (event.endsWith("created")) {
            return Action.create;
        }
        return event.endsWith("deleted") ? Action.delete : Action.update;
    }

    private static Optional<ReferenceDraft> row(JsonNode body, Instant time, boolean approval) {
        JsonNode fields = at(body, "issue", "fields");
        Optional<String> key = ClearText.name(text(body, "issue", "key"));
        Optional<String> status = word(text(fields, "status", "name"));
        if (key.isEmpty() || status.isEmpty()) {
            return Optional.empty();
        }
        String components = JsonPayload.items(fields.path("components")).stream()
                .flatMap(component -> word(text(component, "name")).stream())
                .collect(Collectors.joining(";"));
        // who approved stays known when the issue moves on: it is a part of its own
        ReferenceDraft row = new ReferenceDraft(
                        ReferenceTable.approvals, approval ? "approval" : "", Cell.clear("jira:" + key.get()))
                .with("kind", Cell.clear(word(text(fields, "issuetype", "name")).orElse("issue")))
                .with("system", Cell.clear("jira"))
                .with(
                        "target",
                        Cell.clear(first(
                                components, word(text(fields, "project", "key")).orElse(""))))
                .with("requested_by", Cell.staff(person(fields.path("reporter"))))
                .with("status", Cell.clear(approval ? "approved" : status.get()));
        if (approval) {
            row.validFrom = time;
            row.with("approved_by", Cell.staff(person(body.path("user"))));
        }
        return Optional.of(row);
    }

    /** Cloud names people by account id, servers by name. */
    private static String person(JsonNode user) {
        return first(text(user, "emailAddress"), text(user, "name"), text(user, "accountId"), text(user, "key"));
    }

    /** Names that people gave, such as {@code To Do}: words only. */
    private static Optional<String> word(String text) {
        return ClearText.name(text.replace(' ', '_').toLowerCase(Locale.ROOT));
    }
}
