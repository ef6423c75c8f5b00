package io.phiwatch.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.JsonPayload;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the body of the event input of Splunk's HTTP Event Collector: JSON objects one after the other, each with an
 * {@code event} and what is known of it. Its event becomes the body of a delivery, the rest its headers: {@code Hec-Time}
 * (ISO 8601), {@code Hec-Host}, {@code Hec-Source}, {@code Hec-Sourcetype} and {@code Hec-Field-NAME}. Pure.
 */
final class HecEvents {
    private static final BigDecimal MILLIS = BigDecimal.valueOf(1_000);
    private static final BigDecimal LATEST_SECONDS = BigDecimal.valueOf(253_402_300_799L);
    private static final String[][] KNOWN = {
        {"host", "Hec-Host"}, {"source", "Hec-Source"}, {"sourcetype", "Hec-Sourcetype"}
    };

    private HecEvents() {}

    /** What was read. */
    sealed interface Outcome {}

    /** One delivery for each event. */
    record Events(List<Delivery> deliveries) implements Outcome {}

    /**
     * The body cannot be taken.
     *
     * @param index position of the event at fault, from 0
     */
    record Fault(HecReply reply, int index) implements Outcome {}

    static Outcome read(Delivery request) {
        Optional<List<JsonNode>> documents = JsonPayload.sequence(request.body());
        if (documents.isEmpty()) {
            return new Fault(HecReply.INVALID_FORMAT, 0);
        }
        if (documents.get().isEmpty()) {
            return new Fault(HecReply.NO_DATA, 0);
        }
        List<Delivery> deliveries = new ArrayList<>();
        for (JsonNode document : documents.get()) {
            JsonNode event = document.path("event");
            int index = deliveries.size();
            if (!document.isObject()) {
                return new Fault(HecReply.INVALID_FORMAT, index);
            }
            if (event.isMissingNode() || event.isNull()) {
                return new Fault(HecReply.EVENT_REQUIRED, index);
            }
            if (event.isTextual() && event.textValue().isBlank()) {
                return new Fault(HecReply.EVENT_BLANK, index);
            }
            deliveries.add(delivery(request, document, event, index));
        }
        return new Events(deliveries);
    }

    private static Delivery delivery(Delivery request, JsonNode document, JsonNode event, int index) {
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.put("Content-Type", event.isTextual() ? "text/plain" : "application/json");
        for (String[] known : KNOWN) {
            String value = JsonPayload.text(document, known[0]);
            if (!value.isEmpty()) {
                headers.put(known[1], value);
            }
        }
        time(JsonPayload.text(document, "time")).ifPresent(time -> headers.put("Hec-Time", time.toString()));
        document.path("fields").properties().forEach(field -> {
            String value = JsonPayload.text(field.getValue());
            if (!value.isEmpty()) {
                headers.put("Hec-Field-" + field.getKey(), value);
            }
        });
        byte[] body = event.isTextual() ? event.textValue().getBytes(StandardCharsets.UTF_8) : JsonPayload.bytes(event);
        return new Delivery(body, headers, request.received(), request.id() + '/' + index);
    }

    /** Seconds since 1970, with up to three places after the point that count. */
    private static Optional<Instant> time(String seconds) {
        try {
            BigDecimal epoch = new BigDecimal(seconds);
            boolean possible = epoch.signum() >= 0 && epoch.compareTo(LATEST_SECONDS) <= 0;
            return possible
                    ? Optional.of(Instant.ofEpochMilli(epoch.multiply(MILLIS).longValue()))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
