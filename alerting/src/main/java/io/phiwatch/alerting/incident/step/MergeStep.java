package io.phiwatch.alerting.incident.step;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.alerting.incident.IncidentLifecycle;
import io.phiwatch.alerting.incident.Merges;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import java.util.Optional;
import java.util.Set;

/** Asks that another incident take this one in. */
final class MergeStep implements CommandStep {
    @Override
    public Set<String> neededDetails() {
        return Set.of(Merges.INTO);
    }

    @Override
    public Optional<Refusal> refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        return IncidentLifecycle.isActive(incident.getStatus())
                ? Merges.refusalOfOther(incident, into(command))
                : Optional.of(Refusal.INVALID_TRANSITION);
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        Merges.ask(edit, into(command));
    }

    @Override
    public String summary(IncidentCommand command) {
        return "Merge into " + into(command) + " asked for";
    }

    private static String into(IncidentCommand command) {
        return CommandPolicy.plain(command, Merges.INTO).orElse("");
    }
}
