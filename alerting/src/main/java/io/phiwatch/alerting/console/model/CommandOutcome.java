package io.phiwatch.alerting.console.model;

import io.phiwatch.schema.Incident;

/** What became of a command that a person gave. */
public sealed interface CommandOutcome {
    /** It was carried out; the incident as it is now. */
    record Accepted(Incident incident) implements CommandOutcome {}

    /** It was refused for a reason code, such as a state that does not allow it. */
    record Refused(Incident incident, String reason) implements CommandOutcome {}

    /** The incident has changed since the asker looked. */
    record Stale(Incident incident) implements CommandOutcome {}

    /** It is written, but was not carried out yet. */
    record Pending(String commandId) implements CommandOutcome {}

    /** There is no such incident. */
    record Unknown() implements CommandOutcome {}
}
