package io.phiwatch.alerting.incident.step;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.alerting.incident.Merges;
import io.phiwatch.alerting.incident.Merges.Answer;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.NotificationReason;
import java.util.Optional;
import java.util.Set;

/** Hears from the incident that takes, took, or does not take this one in. */
final class MergedStep implements CommandStep {
    private static final String KIND = "merged";

    @Override
    public Set<String> roles() {
        return Set.of(CommandPolicy.SYSTEM);
    }

    @Override
    public Set<String> neededDetails() {
        return Set.of(Merges.INTO, Merges.OUTCOME, Merges.LEVEL);
    }

    @Override
    public Optional<Refusal> refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        // Two that take each other in would both be closed, with nobody left to look.
        boolean isMutual =
                isAnswer(command, Answer.accepted) && incident.getMergedFrom().contains(into(command));
        return isMutual ? Optional.of(Refusal.INVALID_TRANSITION) : Optional.empty();
    }

    @Override
    public boolean isSettled(Incident incident, IncidentCommand command) {
        // it was reopened, or merged elsewhere, since
        return isAnswer(command, Answer.settled) && !into(command).equals(incident.getMergedInto());
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        Incident.Builder incident = edit.incident();
        String into = into(command);
        if (isAnswer(command, Answer.accepted)) {
            accept(edit, into, Merges.level(CommandPolicy.plain(command, Merges.LEVEL)));
        } else if (isAnswer(command, Answer.settled)) {
            incident.clearMergedInto();
        } else if (into.equals(incident.getMergedInto())) {
            incident.setStatus(IncidentStatus.open)
                    .setReopened(incident.getReopened() + 1)
                    .clearClosedAt()
                    .clearMergedInto();
            edit.page(NotificationReason.reopened);
        }
    }

    private static void accept(IncidentEdit edit, String into, Level known) {
        Incident.Builder incident = edit.incident();
        incident.setStatus(IncidentStatus.closed).setMergedInto(into).setClosedAt(edit.at());
        Links.add(edit, into, KIND);
        Merges.settle(edit);
        if (incident.getLevel().compareTo(known) > 0) {
            // it rose while the two agreed
            Merges.tell(edit, into, NotificationReason.level_raised);
        }
    }

    @Override
    public String summary(IncidentCommand command) {
        return "Merge into " + into(command) + ": "
                + CommandPolicy.plain(command, Merges.OUTCOME).orElse("unknown");
    }

    private static boolean isAnswer(IncidentCommand command, Answer answer) {
        return CommandPolicy.plain(command, Merges.OUTCOME)
                .filter(answer.name()::equals)
                .isPresent();
    }

    private static String into(IncidentCommand command) {
        return CommandPolicy.plain(command, Merges.INTO).orElse("");
    }
}
