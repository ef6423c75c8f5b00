package io.phiwatch.alerting.containment;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.alerting.incident.IncidentLifecycle;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.Containment;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks for a containment. Nothing happens until somebody else approves it. */
final class RequestStep implements CommandStep {
    /** More than that on one incident is a mistake. */
    private static final int MOST = 50;

    @Override
    public Set<String> roles() {
        return Set.of("responder", "admin");
    }

    @Override
    public Set<String> neededDetails() {
        return Set.of(ContainmentSteps.MEASURE, ContainmentSteps.TARGET);
    }

    @Override
    public Optional<Refusal> refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        boolean isKnown = CommandPolicy.plain(command, ContainmentSteps.MEASURE)
                .filter(ContainmentSteps.MEASURES::contains)
                .isPresent();
        if (!isKnown || !CommandPolicy.isPlain(command.getCommandId())) {
            return Optional.of(Refusal.INVALID_DETAILS);
        }
        boolean mayAsk = IncidentLifecycle.isActive(incident.getStatus())
                && incident.getContainments().size() < MOST;
        return mayAsk ? Optional.empty() : Optional.of(Refusal.INVALID_TRANSITION);
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        List<Containment> all = new ArrayList<>(edit.incident().getContainments());
        all.add(Containment.newBuilder()
                .setContainmentId(command.getCommandId())
                .setMeasure(
                        CommandPolicy.plain(command, ContainmentSteps.MEASURE).orElseThrow())
                .setTarget(CommandPolicy.plain(command, ContainmentSteps.TARGET).orElseThrow())
                .setState(ContainmentSteps.REQUESTED)
                .setRequestedBy(command.getActor())
                .setRequestedAt(edit.at())
                .build());
        edit.incident().setContainments(all);
    }

    @Override
    public String summary(IncidentCommand command) {
        return "Containment asked for: "
                + CommandPolicy.plain(command, ContainmentSteps.MEASURE).orElse("unknown");
    }
}
