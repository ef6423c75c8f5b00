package io.phiwatch.alerting.incident.step;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.alerting.incident.IncidentLifecycle;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import java.util.Optional;
import java.util.Set;

/** Gives an incident that is worked on to the person whom {@code assignee} names. */
final class AssignStep implements CommandStep {
    private static final String ASSIGNEE = "assignee";

    @Override
    public Set<String> neededDetails() {
        return Set.of(ASSIGNEE);
    }

    @Override
    public Optional<Refusal> refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        return IncidentLifecycle.isActive(incident.getStatus())
                ? Optional.empty()
                : Optional.of(Refusal.INVALID_TRANSITION);
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        CommandPolicy.plain(command, ASSIGNEE).ifPresent(edit.incident()::setAssignee);
    }
}
