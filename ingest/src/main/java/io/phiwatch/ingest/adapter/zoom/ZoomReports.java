package io.phiwatch.ingest.adapter.zoom;

import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonItem;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Parsed.Reason;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads entries of Zoom's reports on operations of administrators and on sign-ins, one by one or in a page. They have no
 * id: pages that overlap repeat an entry, so that its content is its identity.
 */
final class ZoomReports {
    private static final List<String> PAGES = List.of("operation_logs", "activity_logs");

    private ZoomReports() {}

    /** Entries of a page; the item itself where it is none. */
    static List<JsonItem> entries(JsonItem item) {
        for (String page : PAGES) {
            Optional<JsonNode> list = item.json().map(json -> json.path(page)).filter(JsonNode::isArray);
            if (list.isPresent()) {
                return JsonItem.of(list.get(), item.raw());
            }
        }
        return List.of(item);
    }

    static boolean isEntry(JsonNode json) {
        return json.has("operation_detail") || isActivity(json);
    }

    private static boolean isActivity(JsonNode json) {
        return json.has("client_type") && json.has("email") && json.has("type");
    }

    static Parsed parse(JsonNode entry, byte[] raw) {
        Optional<Instant> time = JsonPayload.time(text(entry, "time"), ZoneOffset.UTC);
        if (time.isEmpty()) {
            return new Parsed.Rejected(Reason.MISSING_TIME, "time", raw);
        }
        return new Parsed.Event(isActivity(entry) ? activity(entry, time.get()) : operation(entry, time.get()), raw);
    }

    private static EventDraft activity(JsonNode entry, Instant time) {
        String type = ClearText.label(text(entry, "type")).orElse("activity");
        Action action = switch (type) {
            case "sign-in" -> Action.login;
            case "sign-out" -> Action.logout;
            default -> Action.other;
        };
        EventDraft draft = new EventDraft(
                EventIds.of("activity", text(entry, "time"), text(entry, "email"), type, text(entry, "ip_address")),
                time,
                action);
        draft.actionNative = "activity/" + type;
        draft.surface = Surface.telehealth;
        staff(draft, text(entry, "email"));
        draft.clientAddress = phi(text(entry, "ip_address"));
        draft.objectType = "user";
        draft.attribute("client", ClearText.label(text(entry, "client_type")));
        return draft;
    }

    private static EventDraft operation(JsonNode entry, Instant time) {
        ZoomOperation operation =
                ZoomOperation.of(text(entry, "action"), text(entry, "category_type"), text(entry, "operation_detail"));
        EventDraft draft = new EventDraft(
                EventIds.of(
                        "operation",
                        text(entry, "time"),
                        text(entry, "operator"),
                        text(entry, "action"),
                        text(entry, "operation_detail")),
                time,
                operation.action());
        draft.actionNative = "operation/" + operation.label();
        draft.surface = Surface.admin;
        staff(draft, text(entry, "operator"));
        draft.objectType = ClearText.label(text(entry, "category_type")).orElse(null);
        String target = operation.person().toLowerCase(Locale.ROOT);
        draft.objectPerson = phi(target);
        operation.describe(draft);
        if (!target.isEmpty() && draft.actor != null && draft.action == Action.grant) {
            draft.attributes.put("self", String.valueOf(draft.actor.reveal().equals(target)));
        }
        draft.scan("body", "operation_detail", text(entry, "operation_detail"));
        return draft;
    }

    private static void staff(EventDraft draft, String name) {
        draft.actor = phi(name.toLowerCase(Locale.ROOT));
        draft.actorKind = draft.actor == null ? ActorKind.service : ActorKind.staff;
    }
}
