package io.phiwatch.alerting.containment;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import java.util.Optional;
import java.util.Set;

/** Records what the customer's endpoint answered. */
final class ResultStep implements CommandStep {
    private static final String OUTCOME = "outcome";

    @Override
    public Set<String> roles() {
        return Set.of(CommandPolicy.SYSTEM);
    }

    @Override
    public Set<String> neededDetails() {
        return Set.of(ContainmentSteps.ID, OUTCOME);
    }

    @Override
    public Set<String> furtherDetails() {
        return Set.of("reason_code", "attempts", "sink", "resend");
    }

    @Override
    public Optional<Refusal> refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        return ContainmentSteps.named(incident, command)
                        .filter(containment -> containment.getState().equals(ContainmentSteps.APPROVED))
                        .isPresent()
                ? Optional.empty()
                : Optional.of(Refusal.INVALID_TRANSITION);
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        boolean isDone = CommandPolicy.plain(command, OUTCOME)
                .filter("delivered"::equals)
                .isPresent();
        ContainmentSteps.change(
                edit.incident(), command, containment -> containment.setState(isDone ? "done" : "failed"));
    }

    @Override
    public String summary(IncidentCommand command) {
        return "Containment by the customer's endpoint: "
                + CommandPolicy.plain(command, OUTCOME).orElse("unknown");
    }
}
