package io.phiwatch.alerting.playbook;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentStep;
import java.util.Optional;
import java.util.Set;

/** Ticks a step of the playbook, or with {@code done: false} takes the tick back. */
final class TickStep implements CommandStep {
    private static final Set<String> ROLES =
            Set.of("responder", "compliance", "legal", "communications", "admin", CommandPolicy.SYSTEM);

    @Override
    public Set<String> roles() {
        return ROLES;
    }

    @Override
    public Set<String> neededDetails() {
        return Set.of("step");
    }

    @Override
    public Set<String> furtherDetails() {
        return Set.of("done");
    }

    @Override
    public EvidenceType evidence() {
        return EvidenceType.step_ticked;
    }

    @Override
    public String summary(IncidentCommand command) {
        return "Step " + step(command) + (isDone(command) ? " done" : " no longer counts as done");
    }

    @Override
    public Optional<Refusal> refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        boolean isThere = incident.getSteps().stream().anyMatch(step -> isMeant(step, command));
        boolean changes = incident.getSteps().stream()
                .anyMatch(step -> isMeant(step, command) && (step.getDoneAt() != null) != isDone(command));
        if (changes) {
            return Optional.empty();
        }
        return Optional.of(isThere ? Refusal.INVALID_TRANSITION : Refusal.INVALID_DETAILS);
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        Incident.Builder incident = edit.incident();
        incident.setSteps(incident.getSteps().stream()
                .map(step -> isMeant(step, command) ? ticked(step, edit, command) : step)
                .toList());
    }

    private static IncidentStep ticked(IncidentStep step, IncidentEdit edit, IncidentCommand command) {
        IncidentStep.Builder ticked = IncidentStep.newBuilder(step);
        return isDone(command)
                ? ticked.setDoneAt(edit.at()).setDoneBy(command.getActor()).build()
                : ticked.clearDoneAt().clearDoneBy().build();
    }

    private static boolean isDone(IncidentCommand command) {
        return !CommandPolicy.plain(command, "done").filter("false"::equals).isPresent();
    }

    private static boolean isMeant(IncidentStep step, IncidentCommand command) {
        return step.getStepId().equals(step(command));
    }

    private static String step(IncidentCommand command) {
        return CommandPolicy.plain(command, "step").orElse("");
    }
}
