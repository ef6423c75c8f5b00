package io.phiwatch.ingest.adapter.reference;

import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.ingest.adapter.Memory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rows that a source loaded, each with the load that last had it: a load may come in several deliveries, of which the
 * last one ends what the load did not have. Thread-safe.
 */
final class LoadedRows {
    private static final String LOAD = "load";
    private static final String ROW = "row";

    private final Memory memory;

    LoadedRows(Memory memory) {
        this.memory = memory;
    }

    /** Rows that neither this delivery nor an earlier one of its load has. */
    synchronized List<JsonNode> gone(TableColumns table, JsonNode delivery) {
        Set<String> here = new HashSet<>();
        delivery.path("rows").forEach(row -> here.add(table.keyOf(row)));
        String load = text(delivery, LOAD);
        List<JsonNode> gone = new ArrayList<>();
        known().path(table.name()).properties().forEach(entry -> {
            boolean loaded = !load.isEmpty() && text(entry.getValue(), LOAD).equals(load);
            if (!loaded && !here.contains(entry.getKey())) {
                gone.add(entry.getValue().path(ROW));
            }
        });
        return gone;
    }

    /** Remembers the rows of a delivery that is safe, and forgets those that it ended. */
    synchronized void remember(TableColumns table, JsonNode delivery) {
        ObjectNode document = known() instanceof ObjectNode known ? known : JsonNodeFactory.instance.objectNode();
        ObjectNode rows = document.withObjectProperty(table.name());
        if (delivery.path("replace").asBoolean()) {
            gone(table, delivery).forEach(row -> rows.remove(table.keyOf(row)));
        }
        for (JsonNode row : delivery.path("rows")) {
            String key = table.keyOf(row);
            if (!key.isEmpty()) {
                ObjectNode entry = rows.putObject(key).put(LOAD, text(delivery, LOAD));
                entry.set(ROW, row);
            }
        }
        memory.save(document);
    }

    private JsonNode known() {
        return memory.load().orElse(MissingNode.getInstance());
    }
}
