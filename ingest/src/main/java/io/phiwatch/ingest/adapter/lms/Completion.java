package io.phiwatch.ingest.adapter.lms;

import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.ReferenceDraft;
import io.phiwatch.ingest.adapter.ReferenceDraft.Cell;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.ReferenceTable;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A training that somebody finished.
 *
 * @param id identity at the source; empty where it has none
 * @param person login name or mail address
 * @param course id or name
 * @param passed whether it was passed
 * @param validUntil as the source says; null where it doesn't
 */
record Completion(
        String id,
        Phi<String> person,
        String course,
        Instant time,
        boolean passed,
        @Nullable Instant validUntil) {

    /** What an item turned out to be; {@code completion} and {@code fault} are never both there. */
    record Read(@Nullable Completion completion, Parsed.@Nullable Rejected fault, byte[] raw) {
        /** Event and row of a completion, a rejection, or nothing for what is no completion. */
        Stream<Parsed> parsed(Period validity) {
            if (fault != null) {
                return Stream.of(fault);
            }
            return completion == null ? Stream.empty() : completion.parsed(validity, raw);
        }
    }

    private Stream<Parsed> parsed(Period validity, byte[] raw) {
        EventDraft draft = new EventDraft(
                EventIds.of("training", id, person.reveal(), course, time.toString()), time, Action.other);
        draft.actionNative = "training-completed";
        draft.surface = Surface.admin;
        draft.outcome = passed ? Outcome.success : Outcome.failure;
        draft.actor = person;
        draft.actorKind = ActorKind.staff;
        draft.objectType = "training";
        String name =
                course.substring(course.lastIndexOf('/') + 1).replace(' ', '-').toLowerCase(Locale.ROOT);
        ClearText.name(name).ifPresent(clear -> draft.objectId = clear);
        Parsed event = new Parsed.Event(draft, raw);
        if (!passed) {
            return Stream.of(event);
        }
        Instant until = validUntil != null
                ? validUntil
                : time.atZone(ZoneOffset.UTC).plus(validity).toInstant();
        // a part of its own: the roster's row is not the training system's to replace
        ReferenceDraft row = new ReferenceDraft(ReferenceTable.staff, "training", Cell.staff(person.reveal()))
                .with("training_valid_until", Cell.clear(until.toString()));
        return Stream.of(event, new Parsed.Reference(row, raw));
    }
}
