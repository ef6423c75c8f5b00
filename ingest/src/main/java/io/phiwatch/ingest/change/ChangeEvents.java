package io.phiwatch.ingest.change;

import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
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
 * @param revision of the list that changes; see {@link KnownList}
 */
public record ChangeEvents(Snapshot snapshot, long revision) {
    private static final int MOST_FIELDS = 16;
    private static final String FILE = "file";
    /** A date of birth has more. */
    private static final int MOST_DIGITS_OF_FILE = 6;

    /** One event for each change. */
    public List<Parsed> of(List<Change> changes, Instant time) {
        return changes.stream().map(change -> event(change, time)).toList();
    }

    private Parsed event(Change change, Instant now) {
        byte[] raw = JsonPayload.bytes(change.item());
        EventDraft draft = new EventDraft(id(change, raw), now, snapshot.actionOf(change.kind()));
        String kind = change.kind().name().toLowerCase(Locale.ROOT);
        draft.actionNative = snapshot.object() + '-' + kind;
        draft.actorKind = ActorKind.service;
        draft.objectType = snapshot.object();
        if (snapshot.isPersonal() || mayTell(change.key())) {
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

    /** Whether the key of a thing may tell a person: what people upload is named by them. */
    private boolean mayTell(String key) {
        long digits = key.chars().filter(c -> c >= '0' && c <= '9').count();
        return key.chars().anyMatch(Character::isWhitespace)
                || (snapshot.object().equals(FILE) && digits > MOST_DIGITS_OF_FILE);
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
