package io.phiwatch.ingest.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.schema.Action;
import java.util.Set;

/**
 * How a list is compared with what it was, and what its changes become. Immutable.
 *
 * @param object {@code object.type} of the events: app, webhook, user, plugin
 * @param created action for an item that is new
 * @param updated action for an item that is not what it was
 * @param deleted action for an item that is gone
 * @param ignored fields at the top of an item that change by themselves, such as a counter
 * @param isPersonal whether items are people, so that their ids become tokens
 * @param toAdapter whether changed items go to the source's own adapter, as the platform writes them
 */
public record Snapshot(
        String object,
        Action created,
        Action updated,
        Action deleted,
        Set<String> ignored,
        boolean isPersonal,
        boolean toAdapter) {
    public Snapshot {
        ignored = Set.copyOf(ignored);
    }

    /** The action of a change. */
    public Action actionOf(Change.Kind kind) {
        return switch (kind) {
            case CREATED -> created;
            case UPDATED -> updated;
            case DELETED -> deleted;
        };
    }

    /** The item without the fields that are ignored. */
    JsonNode compared(JsonNode item) {
        return item instanceof ObjectNode object ? object.deepCopy().without(ignored) : item;
    }
}
