package io.phiwatch.alerting.console.api;

import io.javalin.http.HttpStatus;
import io.phiwatch.alerting.console.access.Problem;
import io.phiwatch.alerting.console.model.CommandOutcome;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.Incident;

/** What is answered to a command that was not carried out. It is on record by then. */
public final class CommandProblem {
    /** Also of an incident that the asker may not see. */
    public static final Problem NOT_FOUND =
            new Problem(HttpStatus.NOT_FOUND, "not_found", "There is no such incident.");

    private CommandProblem() {}

    /** The incident has changed since the asker looked. */
    public static Problem of(CommandOutcome.Stale stale) {
        return new Problem(
                HttpStatus.PRECONDITION_FAILED,
                Refusal.VERSION_CONFLICT.code(),
                "The incident has changed since: its version is "
                        + stale.incident().getVersion() + ".");
    }

    /** Whoever may not act for the incident is not told how it stands. */
    public static Problem of(CommandOutcome.Refused refused) {
        String reason = refused.reason();
        if (reason.equals(Refusal.FORBIDDEN.code())) {
            return new Problem(
                    HttpStatus.FORBIDDEN, reason, "Your role may not do that; that it was asked is on record.");
        }
        if (reason.equals(Refusal.WRONG_TENANT.code())) {
            return new Problem(
                    HttpStatus.FORBIDDEN,
                    reason,
                    "You do not act for the tenant of that incident; that it was asked is on record.");
        }
        return new Problem(HttpStatus.CONFLICT, reason, why(reason, refused.incident()));
    }

    private static String why(String reason, Incident incident) {
        if (reason.equals(Refusal.INVALID_TRANSITION.code())) {
            return "The incident is " + incident.getStatus() + ", from where that is no step.";
        }
        if (reason.equals(Refusal.SAME_PERSON.code())) {
            return "Somebody else than who asked for it has to approve it.";
        }
        if (reason.equals(Refusal.NEWER_INCIDENT.code())) {
            return "A newer incident of the same identity takes its alerts.";
        }
        return "The command was refused; the incident is " + incident.getStatus() + ".";
    }
}
