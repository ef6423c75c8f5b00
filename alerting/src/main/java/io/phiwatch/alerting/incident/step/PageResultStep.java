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
        return Set.of("sink", "outcome", "attempts", "notification_id", "reason_code");
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
        return "Page to " + CommandPolicy.plain(command, "sink").orElse("a sink") + ": "
                + CommandPolicy.plain(command, "outcome").orElse("unknown");
    }
}
