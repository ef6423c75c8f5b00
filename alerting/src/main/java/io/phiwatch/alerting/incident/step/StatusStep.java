package io.phiwatch.alerting.incident.step;

import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.alerting.incident.IncidentLifecycle;
import io.phiwatch.alerting.incident.Merges;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Moves an incident to the state that its lifecycle knows for the command. */
final class StatusStep implements CommandStep {
    @Override
    public Set<String> furtherDetails() {
        return Set.of("reason_code");
    }

    @Override
    public Optional<Refusal> refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        return IncidentLifecycle.after(incident.getStatus(), command.getType()).isPresent()
                ? Optional.empty()
                : Optional.of(Refusal.INVALID_TRANSITION);
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        Incident.Builder incident = edit.incident();
        IncidentLifecycle.after(incident.getStatus(), command.getType()).ifPresent(status -> {
            incident.setStatus(status);
            stamp(incident, status, edit.at());
            if (!IncidentLifecycle.isActive(status)) {
                Merges.settle(edit);
            }
        });
    }

    @Override
    public boolean takesText() {
        return true;
    }

    private static void stamp(Incident.Builder incident, IncidentStatus status, Instant at) {
        if (incident.getAcknowledgedAt() == null) {
            incident.setAcknowledgedAt(at);
        }
        boolean isContained = status == IncidentStatus.contained || status == IncidentStatus.resolved;
        if (isContained && incident.getContainedAt() == null) {
            incident.setContainedAt(at);
        }
        if (status == IncidentStatus.resolved) {
            incident.setResolvedAt(at);
        }
        if (status == IncidentStatus.closed) {
            incident.setClosedAt(at);
        }
    }
}
