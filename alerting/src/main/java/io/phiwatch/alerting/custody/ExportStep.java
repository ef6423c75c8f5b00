package io.phiwatch.alerting.custody;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import java.util.Optional;
import java.util.Set;

/** Somebody takes the evidence out as a file. With originals only the compliance role may. */
final class ExportStep implements CommandStep {
    /** Whether sealed originals go with it: {@code yes} or {@code no}. */
    static final String ORIGINALS = "originals";

    private static final String YES = "yes";
    private static final Set<String> ANSWERS = Set.of(YES, "no");

    @Override
    public Set<String> roles() {
        return Set.of("admin", CustodySteps.COMPLIANCE, "legal", "responder");
    }

    @Override
    public Set<String> neededDetails() {
        return Set.of(ORIGINALS);
    }

    @Override
    public Optional<Refusal> refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        String originals = CommandPolicy.plain(command, ORIGINALS).orElse("");
        if (!ANSWERS.contains(originals)) {
            return Optional.of(Refusal.INVALID_DETAILS);
        }
        return originals.equals(YES) && !command.getRole().equals(CustodySteps.COMPLIANCE)
                ? Optional.of(Refusal.FORBIDDEN)
                : Optional.empty();
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        // The record is all there is to it.
    }

    @Override
    public String summary(IncidentCommand command) {
        return CommandPolicy.plain(command, ORIGINALS).orElse("").equals(YES)
                ? "Evidence exported, with originals"
                : "Evidence exported, without originals";
    }
}
