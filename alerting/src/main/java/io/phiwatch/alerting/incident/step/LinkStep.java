package io.phiwatch.alerting.incident.step;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.alerting.incident.Merges;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says that another incident belongs with this one. What a person links is linked from the other side too. */
final class LinkStep implements CommandStep {
    private static final String OTHER = "other";
    private static final String KIND = "kind";
    private static final String MANUAL = "manual";

    @Override
    public Set<String> neededDetails() {
        return Set.of(OTHER);
    }

    @Override
    public Set<String> furtherDetails() {
        return Set.of(KIND);
    }

    @Override
    public Optional<Refusal> refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        return Merges.refusalOfOther(incident, other(command));
    }

    @Override
    public boolean isSettled(Incident incident, IncidentCommand command) {
        return Links.has(incident.getLinks(), other(command), kind(command));
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        Links.add(edit, other(command), kind(command));
        if (!isOurs(command)) {
            String id = edit.incident().getIncidentId();
            edit.send(other(command), CommandType.link, Map.of(OTHER, id, KIND, MANUAL));
        }
    }

    @Override
    public String summary(IncidentCommand command) {
        return "Linked with " + other(command) + " by " + kind(command);
    }

    private static boolean isOurs(IncidentCommand command) {
        return command.getRole().equals(CommandPolicy.SYSTEM);
    }

    private static String other(IncidentCommand command) {
        return CommandPolicy.plain(command, OTHER).orElse("");
    }

    private static String kind(IncidentCommand command) {
        return isOurs(command) ? CommandPolicy.plain(command, KIND).orElse(MANUAL) : MANUAL;
    }
}
