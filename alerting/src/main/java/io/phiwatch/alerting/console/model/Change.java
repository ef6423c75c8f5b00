package io.phiwatch.alerting.console.model;

import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;

/** What {@link ReadModel} tells its listeners. */
public sealed interface Change {
    /** The model has read all that was there when it started: look again. */
    record CaughtUp() implements Change {}

    /** An incident opened or changed. */
    record IncidentChanged(Incident incident) implements Change {}

    /** An alert was raised or revised. */
    record AlertRaised(Alert alert) implements Change {}

    /** An incident has a new entry in its evidence chain. */
    record EvidenceAdded(EvidenceEntry entry) implements Change {}
}
