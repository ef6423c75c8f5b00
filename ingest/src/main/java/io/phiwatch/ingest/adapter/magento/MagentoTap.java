package io.phiwatch.ingest.adapter.magento;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Surface;
import java.util.List;

/**
 * A tap on the shop's data that appeared, changed or went: an item of {@code GET /V1/webhooks/list} or of {@code GET
 * /V1/eventing/getEventSubscriptions}, which a poll compares. The time is that of the poll.
 */
final class MagentoTap {
    /** Header by which the poll says what became of the item: {@code created}, {@code updated} or {@code deleted}. */
    private static final String CHANGE = "X-Change";

    private static final int MOST_FIELDS = 16;

    private MagentoTap() {}

    static boolean isTap(JsonNode json) {
        return json.path("fields").isArray() && (json.has("webhook_method") || json.has("provider_id"));
    }

    static EventDraft draft(JsonNode json, Delivery delivery, String place) {
        boolean deleted = delivery.header(CHANGE).orElse("").equals("deleted");
        String name = first(text(json, "webhook_method"), text(json, "name"));
        EventDraft draft = new EventDraft(
                EventIds.of("tap", place, name), delivery.received(), deleted ? Action.delete : Action.connect);
        draft.actionNative = json.has("webhook_method") ? "webhook" : "event-subscription";
        draft.surface = Surface.admin;
        draft.actorKind = ActorKind.service;
        draft.objectType = "webhook";
        draft.objectId = ClearText.name(name).orElse(null);
        draft.sentTo(text(json, "url"));
        List<String> fields = json.path("fields")
                .valueStream()
                .map(field -> text(field, "name"))
                .limit(MOST_FIELDS)
                .toList();
        draft.attribute("fields", ClearText.labels(fields));
        draft.attributes.put("time_source", "received");
        return draft;
    }
}
