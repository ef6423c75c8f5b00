package io.phiwatch.alerting.console.model;

import io.phiwatch.schema.CommandResult;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * Gives commands and waits for what becomes of them. The one writer of an incident decides; what is known to fail is
 * answered here without asking it. Thread-safe.
 */
public final class Commands {
    /** Reason code of the incident's writer for a command that saw an older version. */
    static final String VERSION_CONFLICT = "version_conflict";

    private final ReadModel model;
    private final CommandLog log;
    private final InstantSource clock;
    private final Duration timeout;

    public Commands(ReadModel model, CommandLog log, InstantSource clock, Duration timeout) {
        this.model = model;
        this.log = log;
        this.clock = clock;
        this.timeout = timeout;
    }

    /**
     * Gives a command.
     *
     * @throws UnavailableException where Kafka could not take it
     */
    public CommandOutcome give(CommandRequest request) throws InterruptedException {
        Optional<Incident> incident = model.incident(request.incidentId());
        if (incident.isEmpty()) {
            return new CommandOutcome.Unknown();
        }
        String commandId = commandId(request);
        // A repeated command was carried out against an older version: its own answer comes before the version check.
        Optional<CommandResult> known = model.result(commandId);
        if (known.isPresent()) {
            return outcome(request.incidentId(), commandId, known);
        }
        Integer expected = request.expectedVersion();
        if (expected != null && expected != incident.get().getVersion()) {
            return new CommandOutcome.Stale(incident.get());
        }
        log.append(command(request, commandId));
        return outcome(request.incidentId(), commandId, model.awaitCommand(commandId, timeout));
    }

    private CommandOutcome outcome(String incidentId, String commandId, Optional<CommandResult> result) {
        Optional<Incident> now = model.incident(incidentId);
        if (result.isEmpty() || now.isEmpty()) {
            return new CommandOutcome.Pending(commandId);
        }
        if (result.get().getAccepted()) {
            return new CommandOutcome.Accepted(now.get());
        }
        String reason = Optional.ofNullable(result.get().getReason()).orElse("refused");
        return reason.equals(VERSION_CONFLICT)
                ? new CommandOutcome.Stale(now.get())
                : new CommandOutcome.Refused(now.get(), reason);
    }

    private IncidentCommand command(CommandRequest request, String commandId) {
        IncidentCommand.Builder command = IncidentCommand.newBuilder()
                .setCommandId(commandId)
                .setIncidentId(request.incidentId())
                .setType(request.type())
                .setActor(request.asker().name())
                .setRole(request.asker().role())
                .setRequestedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setDetails(request.details());
        Integer expected = request.expectedVersion();
        if (expected != null) {
            command.setExpectedVersion(expected);
        }
        return command.build();
    }

    /** The same asker, incident, type and key give the same id, and a repeated id is carried out once. */
    private static String commandId(CommandRequest request) {
        String key = request.idempotencyKey();
        if (key == null) {
            return UUID.randomUUID().toString();
        }
        String name = String.join(
                "\n",
                request.asker().name(),
                request.incidentId(),
                request.type().name(),
                key);
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
