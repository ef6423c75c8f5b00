package io.phiwatch.benchmarks;

import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.DestinationRelation;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.NetworkKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Seeded access events of many actors: mostly reads, some logins, some failures, a few exports. */
public final class AccessEvents {
    private static final List<Surface> SURFACES = List.of(Surface.values());
    private static final Action[] ACTIONS = {
        Action.read, Action.read, Action.read, Action.read, Action.search, Action.update, Action.login, Action.export
    };

    private final Random random;
    private final int actors;
    private final Instant start;
    private final long stepNanos;
    private long count;

    /**
     * Events that follow each other at an even pace.
     *
     * @param eventsPerSecond pace in event time
     */
    public AccessEvents(long seed, int actors, Instant start, int eventsPerSecond) {
        this.random = new Random(seed);
        this.actors = actors;
        this.start = start;
        this.stepNanos = 1_000_000_000L / eventsPerSecond;
    }

    /** The next event. */
    public AccessEvent next() {
        Instant time = start.plusNanos(stepNanos * count++);
        int actor = random.nextInt(actors);
        Action action = ACTIONS[random.nextInt(ACTIONS.length)];
        Surface surface = SURFACES.get(random.nextInt(SURFACES.size()));
        boolean failed = random.nextInt(20) == 0;
        AccessEvent.Builder event = AccessEvent.newBuilder()
                .setEventId("e" + count)
                .setEventTime(time)
                .setEventReceived(time)
                .setTenant("acme")
                .setEnvironment(Environment.production)
                .setSurface(surface)
                // Webhooks of shops come again, as a fifth of all events might.
                .setSourceRepeats(surface == Surface.storefront)
                .setSourceId("bench")
                .setSourcePlatform("fhir")
                .setAction(action)
                .setActionNative("bench")
                .setOutcome(failed ? Outcome.failure : Outcome.success)
                .setActorId("staff-" + actor)
                .setActorKind(ActorKind.staff)
                .setActorRoles(List.of("clinician"))
                .setSessionId("p1.session." + actor)
                .setClientIp("p1.ip." + actor % 5_000)
                .setClientPrefix("p1.prefix." + actor % 500)
                .setClientCountry("US")
                .setClientNetwork(NetworkKind.unknown)
                .setClientDevice("p1.device." + actor % 100)
                .setObjectType("patient")
                .setObjectId("p1.patient." + random.nextInt(1_000_000))
                .setPatients(List.of("p1.patient." + random.nextInt(1_000_000)))
                .setBytes(2_048L)
                .setDestinationRelation(DestinationRelation.unknown)
                .setAttributes(Map.of("method", "GET", "status", "200"));
        if (action == Action.export) {
            event.setRecordsCount(3L);
        }
        return event.build();
    }

    Instant lastTime() {
        return start.plusNanos(stepNanos * count);
    }
}
