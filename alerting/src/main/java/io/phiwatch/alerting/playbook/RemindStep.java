package io.phiwatch.alerting.playbook;

import io.phiwatch.alerting.clock.Reminders;
import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentStep;
import io.phiwatch.schema.NotificationReason;
import java.util.Optional;
import java.util.Set;

/** Tells the role of a step that it is overdue, once. */
final class RemindStep implements CommandStep {
    @Override
    public Set<String> roles() {
        return Set.of(CommandPolicy.SYSTEM);
    }

    @Override
    public Set<String> neededDetails() {
        return Set.of("step");
    }

    @Override
    public EvidenceType evidence() {
        return EvidenceType.step_overdue;
    }

    @Override
    public String summary(IncidentCommand command) {
        return "Step " + id(command) + " is overdue";
    }

    @Override
    public Optional<Refusal> refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        boolean isOverdue = incident.getSteps().stream()
                .anyMatch(step ->
                        step.getStepId().equals(id(command)) && Reminders.isOverdue(step, command.getRequestedAt()));
        return isOverdue ? Optional.empty() : Optional.of(Refusal.INVALID_TRANSITION);
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        Incident.Builder incident = edit.incident();
        Optional<String> role = incident.getSteps().stream()
                .filter(step -> step.getStepId().equals(id(command)))
                .map(IncidentStep::getRole)
                .findFirst();
        incident.setSteps(incident.getSteps().stream()
                .map(step -> step.getStepId().equals(id(command))
                        ? IncidentStep.newBuilder(step).setReminded(true).build()
                        : step)
                .toList());
        edit.page(NotificationReason.step_overdue, role.orElse(null), summary(command));
    }

    private static String id(IncidentCommand command) {
        return CommandPolicy.plain(command, "step").orElse("");
    }
}
