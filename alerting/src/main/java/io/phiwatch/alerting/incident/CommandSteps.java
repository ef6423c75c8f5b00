package io.phiwatch.alerting.incident;

import io.phiwatch.alerting.evidence.EvidenceDraft;
import io.phiwatch.alerting.incident.IncidentChange.Ignored;
import io.phiwatch.alerting.incident.IncidentChange.Outcome;
import io.phiwatch.schema.CommandResult;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.NotificationReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What commands do to incidents. Each is answered once, and its answer is evidence. */
final class CommandSteps {
    /** Ids of commands that are remembered: far more than can be on their way for one incident. */
    static final int REMEMBERED = 100;

    IncidentChange next(IncidentBook book, IncidentCommand command, Instant at) {
        Optional<Incident> found = book.find(command.getIncidentId());
        if (found.isEmpty()) {
            return new Ignored(Outcome.UNKNOWN_INCIDENT);
        }
        Incident incident = found.get();
        if (incident.getRecentCommands().contains(command.getCommandId())) {
            return new Ignored(Outcome.REPEATED_COMMAND);
        }
        IncidentEdit edit = IncidentEdit.of(incident, at);
        Refusal refusal = refusal(book, incident, command);
        edit.record(draft(command, refusal, at));
        if (refusal == null) {
            carryOut(edit, command);
        }
        remember(edit.incident(), command, refusal);
        return edit.done(refusal == null ? Outcome.ACCEPTED : Outcome.REJECTED, null);
    }

    private static @Nullable Refusal refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        CommandType type = command.getType();
        if (!CommandPolicy.mayGive(command.getRole(), type)) {
            return Refusal.FORBIDDEN;
        }
        Integer expected = command.getExpectedVersion();
        if (expected != null && expected != incident.getVersion()) {
            return Refusal.VERSION_CONFLICT;
        }
        return switch (type) {
            case page_result -> null;
            case assign -> refusalToAssign(incident, command);
            case acknowledge, contain, resolve, close, false_positive -> refusalToStep(incident, type);
            case reopen -> isLatest(book, incident) ? refusalToStep(incident, type) : Refusal.NEWER_INCIDENT;
            case comment, merge, link, other -> Refusal.NOT_SUPPORTED;
        };
    }

    private static @Nullable Refusal refusalToAssign(Incident incident, IncidentCommand command) {
        if (CommandPolicy.assignee(command).isEmpty()) {
            return Refusal.INVALID_DETAILS;
        }
        return IncidentLifecycle.isActive(incident.getStatus()) ? null : Refusal.INVALID_TRANSITION;
    }

    private static @Nullable Refusal refusalToStep(Incident incident, CommandType type) {
        return IncidentLifecycle.after(incident.getStatus(), type).isPresent() ? null : Refusal.INVALID_TRANSITION;
    }

    private static boolean isLatest(IncidentBook book, Incident incident) {
        return book.latest(incident.getEntityKey())
                .map(latest -> latest.getOrdinal() == incident.getOrdinal())
                .orElse(true);
    }

    private static void carryOut(IncidentEdit edit, IncidentCommand command) {
        Incident.Builder incident = edit.incident();
        IncidentLifecycle.after(incident.getStatus(), command.getType()).ifPresent(status -> {
            incident.setStatus(status);
            stamp(incident, status, edit.at());
        });
        if (command.getType() == CommandType.assign) {
            CommandPolicy.assignee(command).ifPresent(incident::setAssignee);
        }
        if (command.getType() == CommandType.reopen) {
            edit.page(NotificationReason.reopened);
        }
    }

    private static void stamp(Incident.Builder incident, IncidentStatus status, Instant at) {
        if (status == IncidentStatus.open) {
            incident.clearResolvedAt();
        } else if (incident.getAcknowledgedAt() == null) {
            incident.setAcknowledgedAt(at);
        }
        if (status == IncidentStatus.resolved) {
            incident.setResolvedAt(at);
        }
    }

    private static void remember(Incident.Builder incident, IncidentCommand command, @Nullable Refusal refusal) {
        List<String> recent = new ArrayList<>(incident.getRecentCommands());
        recent.add(command.getCommandId());
        incident.setRecentCommands(List.copyOf(recent.subList(Math.max(0, recent.size() - REMEMBERED), recent.size())));
        if (command.getType() == CommandType.page_result) {
            // A report, not a request: it must not hide the answer that somebody waits for.
            return;
        }
        CommandResult.Builder result =
                CommandResult.newBuilder().setCommandId(command.getCommandId()).setAccepted(refusal == null);
        if (refusal != null) {
            result.setReason(refusal.code());
        }
        incident.setLastCommand(result.build());
    }

    private static EvidenceDraft draft(IncidentCommand command, @Nullable Refusal refusal, Instant at) {
        Map<String, String> details = CommandPolicy.details(command);
        String name = command.getType().toString();
        if (refusal != null) {
            details.put("reason", refusal.code());
            String summary = "Command " + name + " rejected: " + refusal.code();
            return new EvidenceDraft(EvidenceType.command_rejected, at, command.getActor(), summary, details, null);
        }
        return command.getType() == CommandType.page_result
                ? new EvidenceDraft(
                        EvidenceType.page_result,
                        at,
                        command.getActor(),
                        CommandPolicy.pageSummary(command),
                        details,
                        null)
                : new EvidenceDraft(
                        EvidenceType.command_accepted, at, command.getActor(), "Command " + name, details, null);
    }
}
