package io.phiwatch.ingest.adapter.shopify;

import static io.phiwatch.ingest.adapter.JsonPayload.at;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.JsonPayload;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Opens what event buses wrap webhooks in: Amazon EventBridge ({@code detail.metadata}, {@code detail.payload}) and
 * pushes of Google Pub/Sub ({@code message.attributes}, {@code message.data}).
 */
final class ShopifyEnvelope {
    private ShopifyEnvelope() {}

    /** The webhook in it, as if it had come by itself; empty where it is no envelope. */
    static Optional<Delivery> open(JsonNode envelope, Delivery outer) {
        JsonNode metadata = at(envelope, "detail", "metadata");
        JsonNode attributes = at(envelope, "message", "attributes");
        if (metadata.isObject()) {
            return Optional.of(inner(metadata, JsonPayload.bytes(at(envelope, "detail", "payload")), outer));
        }
        return attributes.isObject()
                ? decoded(text(envelope, "message", "data")).map(body -> inner(attributes, body, outer))
                : Optional.empty();
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Delivery inner(JsonNode names, byte[] body, Delivery outer) {
        Map<String, String> headers = new HashMap<>();
        names.properties().forEach(field -> headers.put(field.getKey(), text(field.getValue())));
        headers.values().removeIf(String::isEmpty);
        return new Delivery(body, headers, outer.received(), outer.id());
    }
}
