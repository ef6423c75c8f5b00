package io.phiwatch.alerting.incident;

import io.phiwatch.alerting.evidence.EvidenceDraft;
import io.phiwatch.alerting.incident.IncidentChange.Ignored;
import io.phiwatch.alerting.incident.IncidentChange.Outcome;
import io.phiwatch.schema.CommandResult;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What commands do to incidents: checks each, has its step carry it out, and records the answer. Each is answered once. */
final class CommandSteps {
    /** Ids of commands that are remembered: far more than can be on their way for one incident. */
    static final int REMEMBERED = 100;

    private final Map<CommandType, CommandStep> steps;

    CommandSteps(Map<CommandType, CommandStep> steps) {
        this.steps = Map.copyOf(steps);
    }

    IncidentChange next(IncidentBook book, IncidentCommand command, Instant at) {
        Optional<Incident> found = book.find(command.getIncidentId());
        if (found.isEmpty()) {
            return new Ignored(Outcome.UNKNOWN_INCIDENT);
        }
        Incident incident = found.get();
        if (incident.getRecentCommands().contains(command.getCommandId())) {
            return new Ignored(Outcome.REPEATED_COMMAND);
        }
        Optional<CommandStep> step = Optional.ofNullable(steps.get(command.getType()));
        boolean isOurs = command.getRole().equals(CommandPolicy.SYSTEM);
        if (isOurs && step.filter(known -> known.isSettled(incident, command)).isPresent()) {
            return new Ignored(Outcome.REPEATED_COMMAND);
        }
        IncidentEdit edit = IncidentEdit.of(incident, at);
        Optional<Refusal> refusal = step.map(known -> refusal(known, book, incident, command))
                .orElseGet(() -> Optional.of(Refusal.NOT_SUPPORTED));
        if (refusal.isPresent()) {
            edit.record(rejected(command, refusal.get(), at));
            step.ifPresent(known -> known.refused(edit, command));
        } else {
            step.ifPresent(known -> {
                edit.record(accepted(command, known, at));
                known.carryOut(edit, command);
            });
        }
        remember(edit.incident(), command);
        if (!isOurs) {
            // What phiwatch itself asks, nobody waits for: its answer must not hide one that somebody does wait for.
            answer(edit.incident(), command, refusal);
        }
        return edit.done(refusal.isEmpty() ? Outcome.ACCEPTED : Outcome.REJECTED, null);
    }

    private static Optional<Refusal> refusal(
            CommandStep step, IncidentBook book, Incident incident, IncidentCommand command) {
        if (!step.roles().contains(command.getRole())) {
            return Optional.of(Refusal.FORBIDDEN);
        }
        if (!command.getTenants().isEmpty() && !command.getTenants().contains(incident.getTenant())) {
            return Optional.of(Refusal.WRONG_TENANT);
        }
        Integer expected = command.getExpectedVersion();
        if (expected != null && expected != incident.getVersion()) {
            return Optional.of(Refusal.VERSION_CONFLICT);
        }
        if (step.neededDetails().stream()
                .anyMatch(name -> CommandPolicy.plain(command, name).isEmpty())) {
            return Optional.of(Refusal.INVALID_DETAILS);
        }
        if (step.needsText() && command.getSealedText() == null) {
            return Optional.of(Refusal.INVALID_DETAILS);
        }
        return step.refusal(book, incident, command);
    }

    private static void remember(Incident.Builder incident, IncidentCommand command) {
        List<String> recent = new ArrayList<>(incident.getRecentCommands());
        recent.add(command.getCommandId());
        incident.setRecentCommands(List.copyOf(recent.subList(Math.max(0, recent.size() - REMEMBERED), recent.size())));
    }

    private static void answer(Incident.Builder incident, IncidentCommand command, Optional<Refusal> refusal) {
        CommandResult.Builder result =
                CommandResult.newBuilder().setCommandId(command.getCommandId()).setAccepted(refusal.isEmpty());
        refusal.map(Refusal::code).ifPresent(result::setReason);
        incident.setLastCommand(result.build());
    }

    private static EvidenceDraft accepted(IncidentCommand command, CommandStep step, Instant at) {
        Map<String, String> details =
                CommandPolicy.details(command, Folds.union(step.neededDetails(), step.furtherDetails()));
        if (step.takesText()) {
            details.putAll(CommandPolicy.text(command));
        }
        return new EvidenceDraft(step.evidence(), at, command.getActor(), step.summary(command), details, null);
    }

    private static EvidenceDraft rejected(IncidentCommand command, Refusal refusal, Instant at) {
        Map<String, String> details = CommandPolicy.details(command, List.of());
        details.put("reason", refusal.code());
        String summary = "Command " + command.getType() + " rejected: " + refusal.code();
        return new EvidenceDraft(EvidenceType.command_rejected, at, command.getActor(), summary, details, null);
    }
}
