package io.phiwatch.alerting.incident.step;

import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.alerting.incident.IncidentLifecycle;
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
        });
    }

    private static void stamp(Incident.Builder incident, IncidentStatus status, Instant at) {
        if (status == IncidentStatus.open) {
            incident.clearResolvedAt();
        } else if (incident.getAcknowledgedAt() == null) {
            incident.setAcknowledgedAt(at);
        }
        if (status == IncidentStatus.resolved) {
            incident.setResolvedAt(at);
        }
    }
}
