package io.phiwatch.alerting.incident;

import io.phiwatch.schema.Alert;
import io.phiwatch.schema.IncidentCommand;
import java.time.Instant;

/** What can change an incident. */
public sealed interface IncidentInput {
    /** When it came, by the clock in the log. */
    Instant at();

    /** A revision of an alert. */
    record AlertArrived(Alert alert, Instant at) implements IncidentInput {}

    /** A command of a person, or of phiwatch itself. */
    record CommandArrived(IncidentCommand command, Instant at) implements IncidentInput {}
}
