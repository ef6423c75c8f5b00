package io.phiwatch.detector.event;

import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Heartbeat;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Heartbeats of sources in the shape that rules, signals and alerts take. */
public final class SourceEvents {
    private static final Duration MAX_DELAY = Duration.ofMinutes(10);

    private static final String KIND = "heartbeat";

    private SourceEvents() {}

    /** Identity of a source's second. */
    public static String idOf(Heartbeat beat) {
        return KIND
                + '|'
                + beat.getTenant()
                + '|'
                + beat.getSourceId()
                + '|'
                + beat.getSecond().toEpochMilli();
    }

    /** The source that an event stands for a second of, by the event's id; empty for events that stand for no source. */
    public static Optional<String> sourceOf(String eventId) {
        String[] parts = eventId.split("\\|", 4);
        return parts.length == 4 && parts[0].equals(KIND) ? Optional.of(parts[2]) : Optional.empty();
    }

    /**
     * An event that stands for a source's second.
     *
     * @param received log time
     */
    public static AccessEvent of(Heartbeat beat, Instant received) {
        return AccessEvent.newBuilder()
                .setEventId(idOf(beat))
                .setEventTime(beat.getSecond())
                .setEventReceived(received)
                .setTenant(beat.getTenant())
                .setEnvironment(Objects.requireNonNullElse(beat.getEnvironment(), Environment.production))
                .setSurface(Objects.requireNonNullElse(beat.getSurface(), Surface.admin))
                .setSourceId(beat.getSourceId())
                .setSourcePlatform("")
                .setSourceMaxDelayMs(MAX_DELAY.toMillis())
                .setAction(Action.heartbeat)
                .setOutcome(Outcome.success)
                .setActorKind(ActorKind.service)
                .build();
    }
}
