package io.phiwatch.ingest.adapter.woocommerce;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Parsed.Reason;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Reads webhooks and logs of WooCommerce: docs/adapters/woocommerce.md. */
public final class WooCommerceAdapter implements Adapter {
    private static final String TOPIC = "X-WC-Webhook-Topic";

    @Override
    public String platform() {
        return "woocommerce";
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return WooSignature.isSigned(delivery, source.secrets())
                || Signatures.isBearer(delivery, source.secrets())
                || WooSignature.isPing(delivery);
    }

    /** A webhook is only created where its first try gets a success. */
    @Override
    public Optional<String> challenge(Delivery delivery, Source source) {
        return WooSignature.isPing(delivery) ? Optional.of("{}") : Optional.empty();
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        Optional<String> header = delivery.header(TOPIC);
        return header.isEmpty() ? WooLog.parse(delivery) : List.of(webhook(header.get(), delivery));
    }

    private static Parsed webhook(String header, Delivery delivery) {
        byte[] raw = delivery.body();
        Optional<WooTopic> topic = WooTopic.of(header);
        if (topic.isEmpty()) {
            return new Parsed.Rejected(Reason.UNKNOWN_TOPIC, TOPIC, raw);
        }
        Optional<JsonNode> body = JsonPayload.parse(raw);
        if (body.isEmpty()) {
            return new Parsed.Rejected(Reason.MALFORMED_JSON, null, raw);
        }
        boolean error = body.get().has("code") && body.get().path("data").has("status");
        if (!body.get().isObject() || error) {
            // a webhook whose creator lost the right to see the resource sends an error in its place
            return new Parsed.Rejected(Reason.NOT_AN_EVENT, error ? "code" : null, raw);
        }
        return new Parsed.Event(draft(delivery, topic.get(), body.get()), raw);
    }

    /** Deletions and hooks say no time; they come at once and are never tried again: it is the time of receipt. */
    private static EventDraft draft(Delivery delivery, WooTopic topic, JsonNode body) {
        Optional<Instant> own = time(topic, body);
        EventDraft draft = WooEvent.draft(
                id(delivery, topic, body, own.isPresent()), own.orElse(delivery.received()), topic, body);
        if (own.isEmpty()) {
            draft.attributes.put("time_source", "received");
        }
        return draft;
    }

    private static Optional<Instant> time(WooTopic topic, JsonNode body) {
        if (topic.event().equals("created")) {
            return JsonPayload.time(
                    first(text(body, "date_created_gmt"), text(body, "date_modified_gmt")), ZoneOffset.UTC);
        }
        return JsonPayload.time(first(text(body, "date_modified_gmt"), text(body, "date_created_gmt")), ZoneOffset.UTC);
    }

    /** The delivery's own id is shared by all of one second: the same body at the same time is the same event. */
    private static String id(Delivery delivery, WooTopic topic, JsonNode body, boolean timed) {
        String content = new String(delivery.body(), StandardCharsets.ISO_8859_1);
        String moment = timed ? "" : delivery.header("X-WC-Webhook-Delivery-ID").orElse(delivery.id());
        return EventIds.of(topic.name(), text(body, "id"), moment, content);
    }
}
