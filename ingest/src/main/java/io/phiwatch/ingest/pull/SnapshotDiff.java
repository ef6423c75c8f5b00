package io.phiwatch.ingest.pull;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.change.Change;
import io.phiwatch.ingest.change.ChangeEvents;
import io.phiwatch.ingest.change.Snapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Hands in what changed between the last snapshot of a list and this one. The first snapshot changes nothing. */
final class SnapshotDiff {
    private final Source source;
    private final Adapter adapter;
    private final Door door;
    private final Snapshot snapshot;

    SnapshotDiff(Source source, Adapter adapter, Door door, Snapshot snapshot) {
        this.source = source;
        this.adapter = adapter;
        this.door = door;
        this.snapshot = snapshot;
    }

    /**
     * Hands the changes in, then makes the list the one to compare with; saving the state is left to the caller.
     *
     * @param headers of deliveries to the source's own adapter; {@code {change}} stands for created, updated or deleted
     */
    void take(PollState state, Map<String, JsonNode> items, Map<String, String> headers, Instant now) {
        long revision = state.list.revision();
        List<Change> changes = state.list.changes(items, snapshot);
        if (snapshot.toAdapter()) {
            for (Change change : changes) {
                String id = EventIds.of(
                        Long.toString(revision), change.key(), change.kind().name());
                door.take(
                        source,
                        adapter,
                        new Delivery(JsonPayload.bytes(change.item()), filled(headers, change), now, "change-" + id));
            }
        } else if (!changes.isEmpty()) {
            ChangeAdapter events = new ChangeAdapter(source.platform(), new ChangeEvents(snapshot, revision), changes);
            door.take(
                    source,
                    events,
                    new Delivery(new byte[0], Map.of("Content-Type", "application/json"), now, "change-" + revision));
        }
        state.list = state.list.with(items);
    }

    private static Map<String, String> filled(Map<String, String> headers, Change change) {
        Map<String, String> filled = new HashMap<>();
        String kind = change.kind().name().toLowerCase(Locale.ROOT);
        headers.forEach((name, value) -> filled.put(name, value.replace("{change}", kind)));
        filled.putIfAbsent("Content-Type", "application/json");
        return filled;
    }
}
