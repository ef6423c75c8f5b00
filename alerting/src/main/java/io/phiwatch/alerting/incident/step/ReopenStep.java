package io.phiwatch.alerting.incident.step;

import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.NotificationReason;
import java.util.Optional;
import java.util.Set;

/** Takes an incident up again, and pages; not beside a newer one of the same entity, which takes its alerts. */
final class ReopenStep implements CommandStep {
    private final StatusStep status = new StatusStep();

    @Override
    public Set<String> furtherDetails() {
        return status.furtherDetails();
    }

    @Override
    public Optional<Refusal> refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        boolean isLatest = book.latest(incident.getEntityKey())
                .map(latest -> latest.getOrdinal() == incident.getOrdinal())
                .orElse(true);
        return isLatest ? status.refusal(book, incident, command) : Optional.of(Refusal.NEWER_INCIDENT);
    }

    @Override
    public boolean takesText() {
        return true;
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        edit.incident()
                .setStatus(IncidentStatus.open)
                .setReopened(edit.incident().getReopened() + 1)
                .clearResolvedAt()
                .clearClosedAt()
                .clearMergedInto();
        edit.page(NotificationReason.reopened);
    }
}
