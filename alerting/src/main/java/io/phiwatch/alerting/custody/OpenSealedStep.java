package io.phiwatch.alerting.custody;

import io.phiwatch.alerting.evidence.EvidenceDraft;
import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.IncidentCommand;
import java.util.Map;
import java.util.Set;

/** Somebody looks at an original in the clear: the compliance role only, and not without a reason. */
final class OpenSealedStep implements CommandStep {
    /** The event whose original it is. */
    static final String EVENT = "event_id";

    @Override
    public Set<String> roles() {
        return Set.of(CustodySteps.COMPLIANCE);
    }

    @Override
    public Set<String> neededDetails() {
        return Set.of(EVENT);
    }

    @Override
    public boolean takesText() {
        return true;
    }

    @Override
    public boolean needsText() {
        return true;
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        // The record is all there is to it.
    }

    @Override
    public void refused(IncidentEdit edit, IncidentCommand command) {
        // The entry of a refused command does not say what it was about; whose original was asked for matters here.
        CommandPolicy.plain(command, EVENT)
                .ifPresent(event -> edit.record(new EvidenceDraft(
                        EvidenceType.command_rejected,
                        edit.at(),
                        command.getActor(),
                        "Sealed original not opened: event " + event,
                        Map.of("asked_for", event),
                        null)));
    }

    @Override
    public String summary(IncidentCommand command) {
        return "Sealed original opened: event "
                + CommandPolicy.plain(command, EVENT).orElse("unknown");
    }
}
