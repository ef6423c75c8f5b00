package io.phiwatch.ingest.adapter.magento;

import static io.phiwatch.ingest.adapter.JsonPayload.at;
import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonItem;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Parsed.Reason;
import io.phiwatch.ingest.adapter.Source;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Reads Magento 2 and Adobe Commerce: docs/adapters/magento.md. */
public final class MagentoAdapter implements Adapter {
    private static final String REQUEST = "x-adobe-commerce-request-id";
    private static final String UNNAMED = "hook";

    @Override
    public String platform() {
        return "magento";
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return MagentoSignature.isAuthentic(delivery, source);
    }

    /** The answer to the GET by which Adobe I/O registers an address: what it asked for, which it does not sign. */
    @Override
    public Optional<String> challenge(Delivery delivery, Source source) {
        return MagentoSignature.challenge(delivery, source).map(token -> "{\"challenge\":\"" + token + "\"}");
    }

    /** Commerce waits for an operation on what it does; a listener has none but that it goes on. */
    @Override
    public Optional<String> receipt(Delivery delivery) {
        return isWebhook(delivery) ? Optional.of("{\"op\":\"success\"}") : Optional.empty();
    }

    private static boolean isWebhook(Delivery delivery) {
        return delivery.header(MagentoSignature.WEBHOOK).isPresent()
                || delivery.header(REQUEST).isPresent();
    }

    @Override
    public List<String> faults(Source source) {
        return MagentoSignature.faults(source);
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        String text = delivery.text().strip();
        boolean isJson =
                text.startsWith("{") || JsonPayload.parse(delivery.body()).isPresent();
        if (!isJson) {
            return MagentoLog.parse(delivery);
        }
        return JsonItem.read(
                JsonItem.of(delivery.body()),
                delivery,
                (json, raw, place) -> parse(json, raw, place, delivery, source));
    }

    private static Parsed parse(JsonNode json, byte[] raw, String place, Delivery delivery, Source source) {
        if (!text(json, "specversion").isEmpty()) {
            return cloudEvent(json, raw);
        }
        if (MagentoAudit.isRow(json)) {
            return row(json, raw, source);
        }
        if (MagentoTap.isTap(json)) {
            return new Parsed.Event(MagentoTap.draft(json, delivery, place), raw);
        }
        if (json.isObject()
                && (isWebhook(delivery)
                        || json.has("eventName")
                        || json.path("event").has("data"))) {
            return webhook(json, raw, delivery, place);
        }
        return new Parsed.Rejected(Reason.NOT_AN_EVENT, null, raw);
    }

    private static Parsed cloudEvent(JsonNode json, byte[] raw) {
        Optional<MagentoEventName> name = MagentoEventName.of(text(json, "type"));
        if (name.isEmpty()) {
            return new Parsed.Rejected(Reason.UNKNOWN_TOPIC, "type", raw);
        }
        Optional<Instant> time = JsonPayload.time(text(json, "time"));
        if (time.isEmpty()) {
            return new Parsed.Rejected(Reason.MISSING_TIME, "time", raw);
        }
        String id = first(text(json, "id"), text(json, "event_id"));
        if (id.isEmpty()) {
            return new Parsed.Rejected(Reason.MISSING_FIELD, "id", raw);
        }
        String unique = EventIds.of("cloud-event", text(json, "source"), id);
        return new Parsed.Event(MagentoEvent.draft(unique, time.get(), name.get(), at(json, "data", "value")), raw);
    }

    private static Parsed row(JsonNode json, byte[] raw, Source source) {
        return JsonPayload.time(MagentoAudit.time(json), ZoneOffset.UTC)
                .<Parsed>map(time -> new Parsed.Event(MagentoAudit.draft(json, time, source), raw))
                .orElseGet(() -> new Parsed.Rejected(Reason.MISSING_TIME, "time", raw));
    }

    /** Commerce waits for the answer while it acts, and says no time: it is the time of receipt. */
    private static Parsed webhook(JsonNode json, byte[] raw, Delivery delivery, String place) {
        JsonNode event = json.path("event").has("data") ? json.path("event") : json;
        MagentoEventName name = MagentoEventName.of(first(text(event, "eventName"), text(event, "name")))
                .or(() -> MagentoEventName.of(json.path("oopQuote").isObject() ? "oop_quote" : UNNAMED))
                .orElseThrow();
        JsonNode data = event.path("data");
        JsonNode value = data.path("value").isObject() ? data.path("value") : data.isObject() ? data : event;
        String id = EventIds.of("webhook", delivery.header(REQUEST).orElse(place), name.name());
        EventDraft draft = MagentoEvent.draft(id, delivery.received(), name, value);
        draft.attributes.put("time_source", "received");
        return new Parsed.Event(draft, raw);
    }
}
