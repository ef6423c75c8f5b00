package io.phiwatch.alerting.containment;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.Containment;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import java.util.Optional;
import java.util.Set;

/**
 * Approves a containment, by somebody else than who asked. Measure and target are named again, so that what is approved is
 * what the approver saw.
 */
final class ApproveStep implements CommandStep {
    @Override
    public Set<String> roles() {
        return Set.of("responder", "admin");
    }

    @Override
    public Set<String> neededDetails() {
        return Set.of(ContainmentSteps.ID, ContainmentSteps.MEASURE, ContainmentSteps.TARGET);
    }

    @Override
    public Optional<Refusal> refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        Optional<Containment> found = ContainmentSteps.named(incident, command)
                .filter(containment -> isSame(containment.getMeasure(), command, ContainmentSteps.MEASURE)
                        && isSame(containment.getTarget(), command, ContainmentSteps.TARGET));
        if (found.isEmpty()) {
            return Optional.of(Refusal.INVALID_DETAILS);
        }
        if (!found.get().getState().equals(ContainmentSteps.REQUESTED)) {
            return Optional.of(Refusal.INVALID_TRANSITION);
        }
        return found.get().getRequestedBy().equals(command.getActor())
                ? Optional.of(Refusal.SAME_PERSON)
                : Optional.empty();
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        ContainmentSteps.change(
                edit.incident(),
                command,
                containment -> containment
                        .setState(ContainmentSteps.APPROVED)
                        .setApprovedBy(command.getActor())
                        .setApprovedAt(edit.at()));
    }

    @Override
    public String summary(IncidentCommand command) {
        return "Containment approved: "
                + CommandPolicy.plain(command, ContainmentSteps.MEASURE).orElse("unknown");
    }

    private static boolean isSame(String requested, IncidentCommand command, String detail) {
        return CommandPolicy.plain(command, detail).filter(requested::equals).isPresent();
    }
}
