package io.phiwatch.alerting.incident.step;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.IncidentCommand;
import java.util.Set;

/** Records what became of a page. */
final class PageResultStep implements CommandStep {
    @Override
    public Set<String> roles() {
        return Set.of(CommandPolicy.SYSTEM);
    }

    @Override
    public Set<String> furtherDetails() {
        return Set.of(
                "sink",
                "outcome",
                "attempts",
                "notification_id",
                "page_id",
                "reason_code",
                "route",
                "step",
                "recipient",
                "resend",
                "carrier");
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        // the entry of the command is all there is to it
    }

    @Override
    public EvidenceType evidence() {
        return EvidenceType.page_result;
    }

    @Override
    public String summary(IncidentCommand command) {
        String outcome = CommandPolicy.plain(command, "outcome").orElse("unknown");
        return CommandPolicy.plain(command, "sink")
                .map(sink -> "Page to " + sink + ": " + outcome)
                .orElseGet(() -> "Page: " + outcome);
    }
}
