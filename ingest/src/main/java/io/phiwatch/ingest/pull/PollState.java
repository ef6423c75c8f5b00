package io.phiwatch.ingest.pull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.ingest.adapter.JsonPayload;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a poll remembers: how far it came, which items it saw there, and the list as it last was. Not thread-safe.
 */
final class PollState {
    /** Time of the newest item that was taken; null before the first poll came to its end. */
    @Nullable Instant newest;
    /** Ids of items inside the overlap, with their times in milliseconds since 1970. */
    final Map<String, Long> seen = new HashMap<>();
    /** Number of the snapshot; 0 before the first. */
    long revision;
    /** The list by identity of its items. */
    final Map<String, JsonNode> items = new LinkedHashMap<>();

    static PollState of(Optional<JsonNode> saved) {
        PollState state = new PollState();
        saved.ifPresent(document -> {
            state.newest = JsonPayload.time(JsonPayload.text(document, "newest")).orElse(null);
            document.path("seen")
                    .properties()
                    .forEach(entry -> state.seen.put(entry.getKey(), entry.getValue().asLong()));
            state.revision = document.path("revision").asLong();
            document.path("items").properties().forEach(entry -> state.items.put(entry.getKey(), entry.getValue()));
        });
        return state;
    }

    JsonNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        if (newest != null) {
            document.put("newest", newest.toString());
        }
        ObjectNode ids = document.putObject("seen");
        seen.forEach(ids::put);
        document.put("revision", revision);
        document.putObject("items").setAll(items);
        return document;
    }
}
