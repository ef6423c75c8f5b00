package io.phiwatch.alerting.incident.step;

import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.schema.IncidentCommand;
import java.util.Set;

/** Keeps what somebody has to say, whatever the state: its sealed text stands in the evidence. */
final class CommentStep implements CommandStep {
    private static final Set<String> ROLES = Set.of("responder", "admin", "compliance", "legal", "communications");

    @Override
    public Set<String> roles() {
        return ROLES;
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
        // the entry of the command is all there is to it
    }

    @Override
    public String summary(IncidentCommand command) {
        return "Comment";
    }
}
