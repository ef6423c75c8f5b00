package io.phiwatch.alerting.console.evidence;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.phiwatch.alerting.console.access.Problem;
import io.phiwatch.alerting.console.model.CommandOutcome;
import io.phiwatch.alerting.console.model.CommandRequest;
import io.phiwatch.alerting.console.model.Commands;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.Incident;
import java.util.Optional;

/** Gives a command that must stand in the evidence before anything is handed out. */
final class CustodyCommands {
    private final Commands commands;

    CustodyCommands(Commands commands) {
        this.commands = commands;
    }

    /** The incident once the record stands in its chain; empty where it does not, and the request is answered. */
    Optional<Incident> record(Context context, CommandRequest request) throws InterruptedException {
        CommandOutcome outcome = commands.give(request);
        if (outcome instanceof CommandOutcome.Accepted accepted) {
            return Optional.of(accepted.incident());
        }
        problem(outcome).answer(context);
        return Optional.empty();
    }

    private static Problem problem(CommandOutcome outcome) {
        return switch (outcome) {
            case CommandOutcome.Unknown unknown ->
                new Problem(HttpStatus.NOT_FOUND, "not_found", "There is no such incident.");
            case CommandOutcome.Refused refused ->
                refused.reason().equals(Refusal.FORBIDDEN.code())
                        ? new Problem(
                                HttpStatus.FORBIDDEN,
                                refused.reason(),
                                "Your role may not do that; that it was asked is on record.")
                        : new Problem(HttpStatus.CONFLICT, refused.reason(), "The request was refused.");
            case CommandOutcome.Accepted accepted -> throw new IllegalStateException("what was accepted is no problem");
            case CommandOutcome.Stale stale ->
                new Problem(HttpStatus.CONFLICT, "version_conflict", "The incident has changed since.");
            case CommandOutcome.Pending pending ->
                new Problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "not_recorded",
                        "The request is not on record yet, so that nothing is handed out. Try again.");
        };
    }
}
