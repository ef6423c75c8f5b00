package io.phiwatch.ingest.adapter.shopify;

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
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads webhooks and polled resources of Shopify and Shopify Plus: docs/adapters/shopify.md. */
public final class ShopifyAdapter implements Adapter {
    private static final String TOPIC = "X-Shopify-Topic";
    private static final String TRIGGERED = "X-Shopify-Triggered-At";
    private static final int UUID_LENGTH = 36;
    private static final List<String> TIMES =
            List.of("updated_at", "completed_at", "created_at", "updatedAt", "completedAt", "createdAt", "occurredAt");

    @Override
    public String platform() {
        return "shopify";
    }

    /** By the signature over the body; what comes through a cloud's event bus has none, and brings a bearer token. */
    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return delivery.header("X-Shopify-Hmac-Sha256")
                .map(claimed -> Signatures.isBase64(claimed, source.secrets(), delivery.body()))
                .orElseGet(() -> Signatures.isBearer(delivery, source.secrets()));
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        if (delivery.header(TOPIC).isPresent()) {
            return List.of(webhook(delivery, delivery.body()));
        }
        return JsonItem.of(delivery.body()).stream()
                .map(item -> unnamed(item, delivery))
                .toList();
    }

    /** Without a topic in the headers: an envelope of an event bus that names it, or an entry of the store's history. */
    private static Parsed unnamed(JsonItem item, Delivery delivery) {
        Optional<Delivery> opened = item.json().flatMap(json -> ShopifyEnvelope.open(json, delivery));
        if (opened.isPresent()) {
            return webhook(opened.get(), item.raw());
        }
        return item.json()
                .filter(ShopifyHistory::isEntry)
                .map(json -> history(json, item.raw()))
                .orElseGet(() -> new Parsed.Rejected(Reason.UNKNOWN_TOPIC, TOPIC, item.raw()));
    }

    private static Parsed history(JsonNode json, byte[] raw) {
        return time(json)
                .<Parsed>map(time -> new Parsed.Event(ShopifyHistory.draft(json, time), raw))
                .orElseGet(() -> new Parsed.Rejected(Reason.MISSING_TIME, "created_at", raw));
    }

    private static Parsed webhook(Delivery delivery, byte[] raw) {
        Optional<Topic> topic = delivery.header(TOPIC).flatMap(Topic::of);
        if (topic.isEmpty()) {
            return new Parsed.Rejected(Reason.UNKNOWN_TOPIC, TOPIC, raw);
        }
        Optional<JsonNode> body = JsonPayload.parse(delivery.body());
        if (body.isEmpty()) {
            return new Parsed.Rejected(Reason.MALFORMED_JSON, null, raw);
        }
        if (!body.get().isObject()) {
            return new Parsed.Rejected(Reason.NOT_AN_EVENT, null, raw);
        }
        Optional<Instant> time = delivery.header(TRIGGERED)
                .flatMap(JsonPayload::time)
                .or(() -> time(body.get()))
                // lists that are polled and compared tell no time of what changed in them
                .or(() -> Optional.of(delivery.received())
                        .filter(now -> topic.get().isPolled()));
        if (time.isEmpty()) {
            return new Parsed.Rejected(Reason.MISSING_TIME, TRIGGERED, raw);
        }
        EventDraft draft = ShopifyWebhook.draft(id(delivery, topic.get()), time.get(), topic.get(), body.get());
        return new Parsed.Event(draft, raw);
    }

    private static Optional<Instant> time(JsonNode body) {
        // some topics wrap the resource once more
        return Stream.concat(Stream.of(body), body.valueStream().filter(JsonNode::isObject))
                .flatMap(node -> TIMES.stream().map(name -> text(node, name)))
                .flatMap(text -> JsonPayload.time(text).stream())
                .findFirst();
    }

    /** Headers are not signed: what isn't shaped as the platform shapes it is hashed. */
    private static String id(Delivery delivery, Topic topic) {
        String webhook = delivery.header("X-Shopify-Webhook-Id").orElse("").strip();
        if (!webhook.isEmpty()) {
            return isUuid(webhook) ? webhook : EventIds.of("webhook", webhook);
        }
        String event = delivery.header("X-Shopify-Event-Id").orElse("").strip();
        if (!event.isEmpty()) {
            return EventIds.of("event", event, topic.name());
        }
        String triggered = delivery.header(TRIGGERED).orElse("");
        String body = new String(delivery.body(), StandardCharsets.ISO_8859_1);
        return triggered.isEmpty()
                ? EventIds.of("delivery", delivery.id(), topic.name())
                : EventIds.of("content", topic.name(), triggered, body);
    }

    private static boolean isUuid(String text) {
        return text.length() == UUID_LENGTH && text.chars().allMatch(c -> c == '-' || HexFormat.isHexDigit(c));
    }
}
