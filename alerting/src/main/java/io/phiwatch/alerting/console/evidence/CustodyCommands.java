package io.phiwatch.alerting.console.evidence;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.phiwatch.alerting.console.access.Problem;
import io.phiwatch.alerting.console.api.CommandProblem;
import io.phiwatch.alerting.console.model.CommandOutcome;
import io.phiwatch.alerting.console.model.CommandRequest;
import io.phiwatch.alerting.console.model.Commands;
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
            case CommandOutcome.Unknown unknown -> CommandProblem.NOT_FOUND;
            case CommandOutcome.Refused refused -> CommandProblem.of(refused);
            case CommandOutcome.Accepted accepted -> throw new IllegalStateException("what was accepted is no problem");
            case CommandOutcome.Stale stale -> CommandProblem.of(stale);
            case CommandOutcome.Pending pending ->
                new Problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "not_recorded",
                        "The request is not on record yet, so that nothing is handed out. Try again.");
        };
    }
}
