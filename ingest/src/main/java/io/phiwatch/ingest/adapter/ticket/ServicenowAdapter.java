package io.phiwatch.ingest.adapter.ticket;

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
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.ReferenceTable;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads change requests of ServiceNow's Table and Change APIs: docs/adapters/tickets.md. */
public final class ServicenowAdapter implements Adapter {
    @Override
    public String platform() {
        return "servicenow";
    }

    /** What a business rule posts carries a token; mostly it is polled. */
    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return Signatures.isBearer(delivery, source.secrets());
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        Optional<JsonNode> body = JsonPayload.parse(delivery.body());
        if (body.isEmpty()) {
            return List.of(new Parsed.Rejected(Parsed.Reason.MALFORMED_JSON, null, delivery.body()));
        }
        JsonNode result = body.get().has("result") ? body.get().path("result") : body.get();
        return JsonPayload.items(result).stream()
                .flatMap(ServicenowAdapter::change)
                .toList();
    }

    private static Stream<Parsed> change(JsonNode change) {
        byte[] raw = JsonPayload.bytes(change);
        Optional<String> number = ClearText.name(field(change, "number")).or(() -> number(field(change, "number")));
        if (number.isEmpty()) {
            return Stream.of(new Parsed.Rejected(Parsed.Reason.MISSING_FIELD, "number", raw));
        }
        Optional<Instant> updated = Timestamps.parse(field(change, "sys_updated_on"));
        if (updated.isEmpty()) {
            return Stream.of(new Parsed.Rejected(Parsed.Reason.MISSING_TIME, "sys_updated_on", raw));
        }
        return Stream.of(
                new Parsed.Event(event(change, number.get(), updated.get()), raw),
                new Parsed.Reference(row(change, number.get()), raw));
    }

    private static EventDraft event(JsonNode change, String number, Instant updated) {
        String approval = word(field(change, "approval"));
        EventDraft draft = new EventDraft(
                EventIds.of(first(field(change, "sys_id"), number), updated.toString()),
                updated,
                action(change, approval));
        draft.actionNative = "change_request";
        draft.surface = Surface.admin;
        draft.outcome = approval.equals("rejected") ? Outcome.denied : Outcome.success;
        draft.actor = phi(field(change, "sys_updated_by"));
        draft.actorKind = ActorKind.staff;
        draft.objectType = "change";
        draft.objectId = number;
        put(draft, "state", state(field(change, "state")));
        put(draft, "approval", approval);
        put(draft, "kind", word(field(change, "type")));
        for (String name : List.of("short_description", "description", "justification", "work_notes", "comments")) {
            String text = field(change, name);
            if (!text.isEmpty()) {
                draft.texts.add(new EventDraft.Scannable("body", "", Phi.of(text)));
            }
        }
        return draft;
    }

    private static void put(EventDraft draft, String name, String value) {
        if (!value.isEmpty()) {
            draft.attributes.put(name, value);
        }
    }

    private static Action action(JsonNode change, String approval) {
        if (approval.equals("approved")) {
            return Action.approve;
        }
        return field(change, "sys_created_on").equals(field(change, "sys_updated_on")) ? Action.create : Action.update;
    }

    private static ReferenceDraft row(JsonNode change, String number) {
        String kind = word(field(change, "type"));
        ReferenceDraft row = new ReferenceDraft(ReferenceTable.approvals, "", Cell.clear("servicenow:" + number))
                .with("kind", Cell.clear(first(kind, "change")))
                .with("system", Cell.clear("servicenow"))
                .with("target", Cell.clear(word(first(shown(change, "cmdb_ci"), shown(change, "category")))))
                .with("environment", Cell.clear(word(field(change, "u_environment"))))
                .with("requested_by", Cell.staff(field(change, "requested_by")))
                .with("status", Cell.clear(word(first(field(change, "approval"), field(change, "state")))))
                .with("state", Cell.clear(state(field(change, "state"))))
                .with("standing", Cell.clear(kind.equals("standard") ? "true" : "false"));
        row.validFrom = Timestamps.parse(field(change, "start_date")).orElse(null);
        row.validTo = Timestamps.parse(field(change, "end_date")).orElse(null);
        return row;
    }

    /** The value of a field, which may stand beside the text that a user sees: that one is localised. */
    private static String field(JsonNode change, String name) {
        JsonNode field = change.path(name);
        return field.isObject() ? text(field, "value") : text(field);
    }

    private static String shown(JsonNode change, String name) {
        JsonNode field = change.path(name);
        return field.isObject() ? text(field, "display_value") : text(field);
    }

    /** Change numbers have seven digits, one more than a plain word may. */
    private static Optional<String> number(String text) {
        return text.matches("[A-Z]{2,6}\\d{7,9}") ? Optional.of(text) : Optional.empty();
    }

    /** Numbers come as JSON floats: {@code -5.0}. */
    private static String state(String value) {
        return switch (value.replaceFirst("\\.0+$", "")) {
            case "-5" -> "new";
            case "-4" -> "assess";
            case "-3" -> "authorize";
            case "-2" -> "scheduled";
            case "-1" -> "implement";
            case "0" -> "review";
            case "3" -> "closed";
            case "4" -> "canceled";
            default -> word(value);
        };
    }

    private static String word(String text) {
        return ClearText.name(text.replace(' ', '_').toLowerCase(Locale.ROOT)).orElse("");
    }
}
