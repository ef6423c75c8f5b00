package io.phiwatch.alerting.console.model;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.text.TextSeals;
import io.phiwatch.schema.CommandResult;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Gives commands and waits for what becomes of them. The one writer of an incident decides. Thread-safe.
 */
public final class Commands {
    /** Reason code of the incident's writer for a command that saw an older version. */
    static final String VERSION_CONFLICT = "version_conflict";

    private final ReadModel model;
    private final CommandLog log;
    private final InstantSource clock;
    private final Duration timeout;
    private final TextSeals seals;

    /**
     * Commands on what a model shows.
     *
     * @param timeout how long to wait for an answer
     */
    public Commands(ReadModel model, CommandLog log, InstantSource clock, Duration timeout, TextSeals seals) {
        this.model = model;
        this.log = log;
        this.clock = clock;
        this.timeout = timeout;
        this.seals = seals;
    }

    /**
     * Gives a command.
     *
     * @throws UnavailableException where Kafka could not take it
     * @throws io.phiwatch.alerting.text.TextSealException where a text came with it, and there is no key to seal it
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
        // Also what can only be refused goes to the writer: a refusal is recorded like anything else.
        log.append(command(request, commandId, incident.get().getTenant()));
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

    private IncidentCommand command(CommandRequest request, String commandId, String tenant) {
        IncidentCommand.Builder command = IncidentCommand.newBuilder()
                .setCommandId(commandId)
                .setIncidentId(request.incidentId())
                .setType(request.type())
                .setActor(request.asker().name())
                .setRole(request.asker().role())
                .setRequestedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setDetails(request.details())
                .setTenants(List.copyOf(request.asker().tenants()));
        String text = request.text();
        if (text != null) {
            TextSeals.Sealed sealed = seals.seal(new TextSeals.Place(tenant, commandId), text);
            Map<String, String> details = new HashMap<>(request.details());
            if (!sealed.phiTypes().isEmpty()) {
                details.put(CommandPolicy.PHI_TYPES, String.join("+", new TreeSet<>(sealed.phiTypes())));
            }
            command.setSealedText(sealed.ciphertext()).setDetails(details);
        }
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
