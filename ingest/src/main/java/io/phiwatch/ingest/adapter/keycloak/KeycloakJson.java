package io.phiwatch.ingest.adapter.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.JsonPayload;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads events as REST and webhooks write them, and log records in JSON whose message is a listener's line. */
final class KeycloakJson {
    private static final List<String> NESTED = List.of("details", "authDetails");
    private static final int LONGEST_EPOCH = 16;

    private KeycloakJson() {}

    static Optional<KeycloakEvent> parse(JsonNode json) {
        String message = JsonPayload.text(json, "message");
        Optional<KeycloakEvent> logged = message.isEmpty() ? Optional.empty() : KeycloakLine.parse(message);
        Instant time = time(json);
        if (logged.isPresent() && JsonPayload.text(json, "type").isEmpty()) {
            return logged.map(event -> time == null ? event : new KeycloakEvent(event.fields(), time));
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            KeycloakLine.put(fields, field.getKey(), JsonPayload.text(field.getValue()));
        }
        for (String nested : NESTED) {
            for (Map.Entry<String, JsonNode> field : json.path(nested).properties()) {
                KeycloakLine.put(fields, field.getKey(), JsonPayload.text(field.getValue()));
            }
        }
        fields.computeIfPresent("type", (name, type) -> withoutPrefix(type));
        KeycloakEvent event = new KeycloakEvent(fields, time);
        return event.isEvent() ? Optional.of(event) : Optional.empty();
    }

    /** Some webhook extensions write {@code access.LOGIN}. */
    private static String withoutPrefix(String type) {
        return type.startsWith("access.") ? type.substring("access.".length()) : type;
    }

    private static @Nullable Instant time(JsonNode json) {
        String text = JsonPayload.first(
                JsonPayload.text(json, "time"),
                JsonPayload.text(json, "@timestamp"),
                JsonPayload.text(json, "timestamp"));
        boolean epoch = !text.isEmpty()
                && text.length() <= LONGEST_EPOCH
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!epoch) {
            return JsonPayload.time(text).orElse(null);
        }
        try {
            return Instant.ofEpochMilli(Long.parseLong(text));
        } catch (DateTimeException outOfRange) {
            return null;
        }
    }
}
