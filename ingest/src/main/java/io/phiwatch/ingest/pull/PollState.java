package io.phiwatch.ingest.pull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.change.KnownList;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a poll remembers: how far it came, which items it saw there, and the list as it last was. Not thread-safe.
 */
final class PollState {
    /** Time of the newest item that was taken; null before the first poll came to its end. */
    @Nullable
    Instant newest;
    /** Ids of items inside the overlap, with their times in milliseconds since 1970. */
    final Map<String, Long> seen = new HashMap<>();

    KnownList list = KnownList.NONE;

    static PollState of(Optional<JsonNode> saved) {
        PollState state = new PollState();
        saved.ifPresent(document -> {
            state.newest =
                    JsonPayload.time(JsonPayload.text(document, "newest")).orElse(null);
            document.path("seen")
                    .properties()
                    .forEach(entry ->
                            state.seen.put(entry.getKey(), entry.getValue().asLong()));
            state.list = KnownList.of(document.path("list"));
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
        document.set("list", list.document());
        return document;
    }
}
