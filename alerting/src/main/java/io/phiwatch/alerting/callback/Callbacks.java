package io.phiwatch.alerting.callback;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.alerting.IncidentCommands;
import io.phiwatch.alerting.callback.CallbackReader.Acknowledged;
import io.phiwatch.alerting.callback.CallbackReader.Forged;
import io.phiwatch.alerting.callback.CallbackReader.Ignored;
import io.phiwatch.alerting.callback.CallbackReader.Request;
import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.oncall.Responder;
import io.phiwatch.alerting.oncall.Roster;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.IncidentCommand;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Turns callbacks into commands of the people who made them. Who is not on the roster acknowledges nothing. Requests read
 * = the sum of {@code phiwatch.callbacks} over its outcomes. Thread-safe.
 */
public final class Callbacks {
    static final String CALLBACKS = "phiwatch.callbacks";
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    /** Slack waits for three seconds, PagerDuty for five. */
    private static final long KAFKA_MILLIS = 2_500;

    private final Map<String, CallbackReader> readers;
    private final Roster roster;
    private final IncidentCommands commands;
    private final Clocks clocks;
    private final MeterRegistry meters;

    public Callbacks(
            Map<String, CallbackReader> readers,
            Roster roster,
            IncidentCommands commands,
            Clocks clocks,
            MeterRegistry meters) {
        this.readers = Map.copyOf(readers);
        this.roster = roster;
        this.commands = commands;
        this.clocks = clocks;
        this.meters = meters;
    }

    /**
     * The times that callbacks go by.
     *
     * @param log the clock of the log, for commands
     * @param real the time of day, by which services sign
     */
    public record Clocks(InstantSource log, InstantSource real) {}

    /** Whether anybody calls back by that name. */
    public boolean knows(String sink) {
        return readers.containsKey(sink);
    }

    /**
     * Judges a request and carries it out.
     *
     * @param headers in lower case
     * @return status of the answer; empty where Kafka did not take the command, so that the service should try again
     */
    public OptionalInt receive(String sink, Map<String, String> headers, byte[] body) {
        CallbackReader reader = readers.get(sink);
        if (reader == null) {
            return count(sink, "unknown_sink", OptionalInt.of(UNAUTHORIZED));
        }
        Instant now = clocks.real().instant();
        return switch (reader.read(new Request(headers, body), now)) {
            case Forged forged -> count(sink, "forged", OptionalInt.of(UNAUTHORIZED));
            case Ignored ignored -> count(sink, "ignored", OptionalInt.of(OK));
            case Acknowledged acknowledged -> acknowledge(sink, acknowledged);
        };
    }

    /** An unknown person is answered with success: services turn off callbacks that are refused. */
    private OptionalInt acknowledge(String sink, Acknowledged acknowledged) {
        Optional<Responder> person = roster.byContact(sink, acknowledged.contact());
        boolean isPlain =
                CommandPolicy.isPlain(acknowledged.incidentId()) && CommandPolicy.isPlain(acknowledged.deliveryId());
        if (person.isEmpty() || !isPlain) {
            return count(sink, person.isEmpty() ? "unknown_person" : "unreadable", OptionalInt.of(OK));
        }
        IncidentCommand command = IncidentCommand.newBuilder()
                .setCommandId(sink + ':' + acknowledged.deliveryId())
                .setIncidentId(acknowledged.incidentId())
                .setType(CommandType.acknowledge)
                .setActor(person.get().name())
                .setRole(person.get().role())
                .setRequestedAt(clocks.log().instant())
                .setDetails(Map.of())
                .build();
        try {
            commands.send(command).get(KAFKA_MILLIS, TimeUnit.MILLISECONDS);
            return count(sink, "acknowledged", OptionalInt.of(OK));
        } catch (ExecutionException | TimeoutException e) {
            return count(sink, "unavailable", OptionalInt.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return count(sink, "unavailable", OptionalInt.empty());
        }
    }

    private OptionalInt count(String sink, String outcome, OptionalInt status) {
        meters.counter(CALLBACKS, "sink", readers.containsKey(sink) ? sink : "unknown", "outcome", outcome)
                .increment();
        return status;
    }
}
