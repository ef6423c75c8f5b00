package io.phiwatch.ingest.adapter.zoom;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.ClearText;
import java.util.Map;
import java.util.Optional;

/** Finds the setting that an administrator changed, by name and never by value. */
final class ZoomSettings {
    private ZoomSettings() {}

    /** Path of the first leaf that differs, such as {@code recording.auto_recording}; empty where none does. */
    static Optional<String> changed(JsonNode before, JsonNode after) {
        return changed(before.path("settings"), after.path("settings"), "").flatMap(ClearText::name);
    }

    private static Optional<String> changed(JsonNode before, JsonNode after, String path) {
        for (Map.Entry<String, JsonNode> field : after.properties()) {
            String name = path.isEmpty() ? field.getKey() : path + '.' + field.getKey();
            JsonNode old = before.path(field.getKey());
            Optional<String> found = field.getValue().isObject()
                    ? changed(old, field.getValue(), name)
                    : Optional.of(name).filter(leaf -> !old.equals(field.getValue()));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
