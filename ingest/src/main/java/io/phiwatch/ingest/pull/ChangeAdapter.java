package io.phiwatch.ingest.pull;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.ActorKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Makes events of the changes of one list. A list does not say who changed it: the actor's kind is {@code service}.
 * Names of fields are told, values never.
 *
 * @param revision number of the snapshot that the changes lead to: what changes back and forth is told each time
 */
record ChangeAdapter(String platform, Snapshot snapshot, List<Change> changes, long revision) implements Adapter {
    private static final int MOST_FIELDS = 16;

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return false;
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        return changes.stream().map(change -> event(change, delivery.received())).toList();
    }

    private Parsed event(Change change, Instant now) {
        byte[] raw = JsonPayload.bytes(change.item());
        EventDraft draft = new EventDraft(id(change, raw), now, snapshot.actionOf(change.kind()));
        String kind = change.kind().name().toLowerCase(Locale.ROOT);
        draft.actionNative = snapshot.object() + '-' + kind;
        draft.actorKind = ActorKind.service;
        draft.objectType = snapshot.object();
        if (snapshot.isPersonal()) {
            draft.objectPerson = Phi.of(change.key());
        } else {
            draft.objectId = change.key();
        }
        draft.attributes.put("change", kind);
        if (!change.fields().isEmpty()) {
            draft.attributes.put("fields", names(change.fields()));
        }
        return new Parsed.Event(draft, raw);
    }

    private String id(Change change, byte[] raw) {
        return EventIds.of(
                Long.toString(revision),
                snapshot.object(),
                change.key(),
                change.kind().name(),
                new String(raw, StandardCharsets.UTF_8));
    }

    private static String names(List<String> fields) {
        return fields.stream()
                .map(field -> ClearText.name(field).orElse("other"))
                .distinct()
                .limit(MOST_FIELDS)
                .collect(Collectors.joining(","));
    }
}
