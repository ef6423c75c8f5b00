package io.phiwatch.ingest.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A list as it was last seen. Immutable.
 *
 * @param revision number of that state: what changes back and forth is told each time; 0 before the first
 * @param items by identity
 */
public record KnownList(long revision, Map<String, JsonNode> items) {
    /** Nothing was ever seen. */
    public static final KnownList NONE = new KnownList(0, Map.of());

    public KnownList {
        items = Map.copyOf(items);
    }

    /** As {@link #document()} wrote it; nothing where it is missing. */
    public static KnownList of(JsonNode document) {
        Map<String, JsonNode> items = new TreeMap<>();
        document.path("items").properties().forEach(entry -> items.put(entry.getKey(), entry.getValue()));
        return new KnownList(document.path("revision").asLong(), items);
    }

    /** To be kept. */
    public JsonNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("revision", revision);
        document.putObject("items").setAll(items);
        return document;
    }

    /** What changes with these items; the first list changes nothing. */
    public List<Change> changes(Map<String, JsonNode> next, Snapshot snapshot) {
        return revision == 0 ? List.of() : Change.between(items, next, snapshot);
    }

    /** The list with these items in place of its own. */
    public KnownList with(Map<String, JsonNode> next) {
        return revision > 0 && items.equals(next) ? this : new KnownList(revision + 1, next);
    }
}
