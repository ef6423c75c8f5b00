package io.phiwatch.ingest.adapter;

import org.jspecify.annotations.Nullable;

/** What an adapter made of one item of a delivery. */
public sealed interface Parsed {
    /** The item's own bytes: what is sealed as the original. */
    byte[] raw();

    /** An event. */
    record Event(EventDraft draft, byte[] raw) implements Parsed {}

    /** A row of a reference table. */
    record Reference(ReferenceDraft draft, byte[] raw) implements Parsed {}

    /**
     * Nothing could be read.
     *
     * @param field path of the field at fault; never a value
     */
    record Rejected(Reason reason, @Nullable String field, byte[] raw) implements Parsed {}

    /** Why an item was rejected. */
    enum Reason {
        MALFORMED_JSON,
        MALFORMED_LINE,
        MALFORMED_XML,
        NOT_AN_EVENT,
        MISSING_TIME,
        MISSING_FIELD,
        UNKNOWN_TOPIC
    }
}
