package io.phiwatch.ingest.adapter.zoom;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.schema.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that an administrator changed.
 *
 * @param changes leaves that differ, in the order of the document
 */
record ZoomSettings(List<Change> changes) {
    private static final int MOST = 50;
    private static final String SECOND_FACTOR = "sign_in_with_two_factor_auth";

    /**
     * A leaf that differs.
     *
     * @param path such as {@code recording.auto_recording}
     */
    private record Change(String path, JsonNode value) {}

    /** What differs between the settings before and after; policies stand beside each other in one object. */
    static ZoomSettings of(String event, JsonNode payload) {
        JsonNode object = payload.path("object");
        List<Change> changes = new ArrayList<>();
        // without what was before, only an event about settings says that these changed
        if (payload.has("old_object") || ZoomActions.of(event) == Action.configure) {
            collect(payload.path("old_object").path("settings"), object.path("settings"), "", changes);
        }
        collect(
                object.path("old_policy").path("settings"),
                object.path("new_policy").path("settings"),
                "",
                changes);
        return new ZoomSettings(List.copyOf(changes));
    }

    private static void collect(JsonNode before, JsonNode after, String path, List<Change> into) {
        for (Map.Entry<String, JsonNode> field : after.properties()) {
            String name = path.isEmpty() ? field.getKey() : path + '.' + field.getKey();
            JsonNode old = before.path(field.getKey());
            if (into.size() >= MOST) {
                return;
            }
            if (field.getValue().isObject()) {
                collect(old, field.getValue(), name, into);
            } else if (!old.equals(field.getValue())) {
                into.add(new Change(name, field.getValue()));
            }
        }
    }

    /** Whether signing in asks for a second factor from now on: enabled or disabled; empty where that stayed. */
    Optional<String> mfa() {
        return changes.stream()
                .filter(change -> change.path.endsWith(SECOND_FACTOR))
                .map(change -> change.value.asText().equals("none")
                                || change.value.asText().equals("false")
                        ? "disabled"
                        : "enabled")
                .findFirst();
    }

    /** Names the first setting that changed; its value only if it is a switch, since others can be free text. */
    void describe(EventDraft draft) {
        changes.stream().findFirst().ifPresent(change -> {
            draft.attribute("setting", ClearText.name(change.path));
            if (change.value.isBoolean()) {
                draft.attributes.put("value", change.value.asBoolean() ? "on" : "off");
            }
        });
        draft.attribute("mfa", mfa());
    }
}
