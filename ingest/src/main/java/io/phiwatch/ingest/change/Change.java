package io.phiwatch.ingest.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A difference between two snapshots of a list.
 *
 * @param key identity of the item
 * @param fields names of the fields at the top of the item that changed, in order; empty unless it was updated
 * @param item the item as it is, or as it was if it is gone
 */
public record Change(Kind kind, String key, List<String> fields, JsonNode item) {
    /** What became of an item. */
    public enum Kind {
        CREATED,
        UPDATED,
        DELETED
    }

    /** All differences, by key. Neither the order of the list nor that of fields matters. */
    public static List<Change> between(Map<String, JsonNode> before, Map<String, JsonNode> after, Snapshot snapshot) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<Change> changes = new ArrayList<>();
        for (String key : keys) {
            JsonNode was = before.get(key);
            JsonNode is = after.get(key);
            if (was == null && is != null) {
                changes.add(new Change(Kind.CREATED, key, List.of(), is));
            } else if (was != null && is == null) {
                changes.add(new Change(Kind.DELETED, key, List.of(), was));
            } else if (was != null && is != null) {
                List<String> fields = fields(snapshot.compared(was), snapshot.compared(is));
                if (!fields.isEmpty()) {
                    changes.add(new Change(Kind.UPDATED, key, fields, is));
                }
            }
        }
        return changes;
    }

    private static List<String> fields(JsonNode was, JsonNode is) {
        if (was.equals(is)) {
            return List.of();
        }
        Map<String, JsonNode> all = new TreeMap<>();
        was.properties().forEach(field -> all.put(field.getKey(), field.getValue()));
        is.properties().forEach(field -> all.put(field.getKey(), field.getValue()));
        List<String> changed = all.keySet().stream()
                .filter(name -> !was.path(name).equals(is.path(name)))
                .toList();
        return changed.isEmpty() ? List.of("value") : changed;
    }

    /** Identity and fields, never content. */
    @Override
    public String toString() {
        return "Change[kind=" + kind + ", fields=" + fields.size() + "]";
    }
}
