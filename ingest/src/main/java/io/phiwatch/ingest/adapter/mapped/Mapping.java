package io.phiwatch.ingest.adapter.mapped;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the JSON of one kind of source becomes events.
 *
 * @param events way to the events in a delivery
 * @param fields rules by the name of the event's field, as docs/events.md names it
 * @param time format of the event's time
 * @param patients ways to identities of patients or customers
 * @param attributes ways to facts that are never PHI, by name
 * @param texts what the PHI scanner reads
 */
record Mapping(
        JsonPath events,
        Map<String, FieldRule> fields,
        TimeFormat time,
        List<JsonPath> patients,
        Map<String, FieldRule> attributes,
        List<TextRule> texts) {
    static final String ID = "event.id";
    static final String TIME = "event.time";
    static final String ACTION = "action";
    static final String OUTCOME = "outcome";
    static final String SURFACE = "surface";
    static final String ACTOR_KIND = "actor.kind";

    /** What a mapping may set. {@code object.person} names a person, and becomes {@code object.id} as a token. */
    static final Set<String> FIELDS = Set.of(
            ID,
            TIME,
            ACTION,
            "action.native",
            OUTCOME,
            SURFACE,
            "actor.id",
            ACTOR_KIND,
            "actor.roles",
            "actor.mfa",
            "session.id",
            "client.ip",
            "client.agent",
            "object.type",
            "object.id",
            "object.person",
            "patients.count",
            "records.count",
            "bytes",
            "destination.host",
            "transport.encrypted");

    static final Set<String> PLACES = Set.of("url", "referrer", "body", "header", "log", "filename", "catalog");

    Mapping {
        fields = Map.copyOf(fields);
        patients = List.copyOf(patients);
        attributes = Map.copyOf(attributes);
        texts = List.copyOf(texts);
    }

    /**
     * A text for the scanner.
     *
     * @param place as {@code phi.places} names it
     */
    record TextRule(JsonPath at, String place) {}
}
