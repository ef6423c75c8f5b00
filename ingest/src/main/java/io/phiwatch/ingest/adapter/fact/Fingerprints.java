package io.phiwatch.ingest.adapter.fact;

import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.Memory;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.change.ChangeEvents;
import io.phiwatch.ingest.change.KnownList;
import io.phiwatch.ingest.change.Snapshot;
import io.phiwatch.schema.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares the fingerprints of a host with those it sent before: {@code items} of a type, an id, and what else tells
 * their state. Thread-safe; of two fingerprints at the same time one may tell the changes of both.
 */
final class Fingerprints {
    private static final Set<String> INSTALLED = Set.of("package", "plugin", "theme");
    private static final int MOST_ITEMS = 200_000;

    private final Memory memory;

    Fingerprints(Memory memory) {
        this.memory = memory;
    }

    /** Whether the fact holds fingerprints. */
    static boolean isIn(JsonNode fact) {
        return fact.path("items").isArray() && fact.path("items").size() <= MOST_ITEMS;
    }

    /** One event for each item that is new, changed or gone. */
    synchronized List<Parsed> changes(JsonNode fact, Instant time) {
        JsonNode lists = memory.load().map(known -> known.path("lists")).orElse(MissingNode.getInstance());
        Map<String, Map<String, JsonNode>> items = byType(fact);
        TreeSet<String> types = new TreeSet<>(items.keySet());
        lists.fieldNames().forEachRemaining(types::add);
        List<Parsed> events = new ArrayList<>();
        for (String type : types) {
            // a type that is new on a host that is known has no list yet, but what came with it did change
            KnownList known = lists.has(type) ? KnownList.of(lists.path(type)) : firstOf(lists);
            Snapshot snapshot = snapshot(type);
            events.addAll(new ChangeEvents(snapshot, known.revision())
                    .of(known.changes(items.getOrDefault(type, Map.of()), snapshot), time));
        }
        return events;
    }

    /** Makes it what the next one is compared with. */
    synchronized void remember(JsonNode fact) {
        JsonNode lists = memory.load().map(known -> known.path("lists")).orElse(MissingNode.getInstance());
        Map<String, Map<String, JsonNode>> items = byType(fact);
        TreeSet<String> types = new TreeSet<>(items.keySet());
        lists.fieldNames().forEachRemaining(types::add);
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ObjectNode next = document.putObject("lists");
        for (String type : types) {
            KnownList known = KnownList.of(lists.path(type)).with(items.getOrDefault(type, Map.of()));
            next.set(type, known.document());
        }
        memory.save(document);
    }

    private static KnownList firstOf(JsonNode lists) {
        return lists.isEmpty() ? KnownList.NONE : new KnownList(1, Map.of());
    }

    private static Map<String, Map<String, JsonNode>> byType(JsonNode fact) {
        Map<String, Map<String, JsonNode>> items = new TreeMap<>();
        for (JsonNode item : fact.path("items")) {
            String id = text(item, "id");
            if (!id.isEmpty()) {
                items.computeIfAbsent(text(item, "type"), type -> new TreeMap<>())
                        .put(id, item);
            }
        }
        return items;
    }

    private static Snapshot snapshot(String type) {
        String object = ClearText.name(type).orElse("item");
        return INSTALLED.contains(object)
                ? new Snapshot(object, Action.install, Action.update, Action.uninstall, Set.of(), false, false)
                : new Snapshot(object, Action.create, Action.update, Action.delete, Set.of(), false, false);
    }
}
