package io.phiwatch.launcher.system;

import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.serde.AvroSerde;
import io.phiwatch.schema.serde.BundledSchemas;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Seeded access events of many actors, with bursts of what rules look for. They arrive out of order, some come twice.
 * Each actor works on one surface, so that what one actor does keeps its order in the log; clients and tenants have
 * actors on all partitions.
 */
final class Traffic {
    /** How late the events may be; the latest are a minute short of it. */
    static final Duration MAX_DELAY = Duration.ofMinutes(10);

    private static final int ACTORS = 400;
    private static final int BUSY = 100;
    private static final int CLIENTS = 60;
    private static final int TENANTS = 2;
    private static final int PATIENTS = 5_000;
    private static final Surface[] SURFACES = Surface.values();

    private final List<Logged> log = new ArrayList<>();
    private final Random random;
    private final Instant start;
    private final int seconds;

    /** An event and when ingest received it: its place in the log. */
    record Logged(Instant received, AccessEvent event) {}

    private Traffic(long seed, Instant start, Duration length) {
        this.random = new Random(seed);
        this.start = start;
        this.seconds = (int) length.toSeconds();
    }

    /** Traffic of that length, in the order of the log. */
    static List<Logged> of(long seed, Instant start, Duration length) {
        // Avro trusts the classes of our schemas, which defaults in builders need, once a serde has been made.
        new AvroSerde<AccessEvent>(BundledSchemas.load(), schema -> "");
        Traffic traffic = new Traffic(seed, start, length);
        traffic.addBackground();
        traffic.addBursts();
        traffic.log.sort(Comparator.comparing(Logged::received)
                .thenComparing(logged -> logged.event().getEventId()));
        return traffic.log;
    }

    /** One event of an actor, received at once. */
    static AccessEvent.Builder event(String id, Instant time, int actor, Action action, Outcome outcome) {
        return AccessEvent.newBuilder()
                .setEventId(id)
                .setEventTime(time)
                .setEventReceived(time)
                .setTenant("tenant-" + actor % TENANTS)
                .setEnvironment(Environment.production)
                .setSurface(SURFACES[actor % SURFACES.length])
                .setSourceId("source")
                .setSourcePlatform("fhir")
                .setSourceMaxDelayMs(MAX_DELAY.toMillis())
                .setSourceRepeats(true)
                .setAction(action)
                .setOutcome(outcome)
                .setActorId("staff-" + actor)
                .setActorKind(ActorKind.staff)
                .setClientIp("p1.ip." + actor % CLIENTS);
    }

    private void addBackground() {
        for (int second = 0; second < seconds; second++) {
            add(at(second), random.nextInt(ACTORS), Action.read, Outcome.success);
            if (second % 10 == 0) {
                Outcome outcome = random.nextInt(6) == 0 ? Outcome.failure : Outcome.success;
                add(at(second), random.nextInt(ACTORS), Action.login, outcome);
            }
            if (second % 30 == 0) {
                add(at(second), random.nextInt(ACTORS), Action.export, Outcome.success);
            }
        }
    }

    private void addBursts() {
        for (int second = 0; second < seconds; second += 20 + random.nextInt(20)) {
            int actor = random.nextInt(BUSY);
            int client = random.nextInt(CLIENTS);
            int size = 5 + random.nextInt(16);
            for (int i = 0; i < size; i++) {
                Instant time = at(second + random.nextInt(240));
                switch (second % 4) {
                    case 0 -> add(time, actor, Action.login, Outcome.failure);
                    case 1 -> add(time, client + CLIENTS * random.nextInt(6), Action.login, Outcome.denied);
                    case 2 -> add(time, actor, Action.read, Outcome.success);
                    default -> add(time, actor, Action.export, Outcome.success);
                }
            }
        }
    }

    private Instant at(int second) {
        return start.plusSeconds(second).plusMillis(random.nextInt(1_000));
    }

    private void add(Instant time, int actor, Action action, Outcome outcome) {
        Instant received = time.plus(delay());
        AccessEvent.Builder event =
                event("e" + log.size(), time, actor, action, outcome).setEventReceived(received);
        switch (action) {
            case read -> event.setPatients(List.of("p1.patient." + random.nextInt(PATIENTS)));
            case export -> event.setRecordsCount(1L + random.nextInt(100));
            default -> {}
        }
        log.add(new Logged(received, event.build()));
        if (random.nextInt(50) == 0) {
            log.add(new Logged(received.plusMillis(1 + random.nextInt(60_000)), event.build()));
        }
    }

    /** Most events come at once, one in five within a minute, one in twenty within nine. */
    private Duration delay() {
        int lot = random.nextInt(20);
        int most = lot == 0 ? 540_000 : lot < 5 ? 60_000 : 1_000;
        return Duration.ofMillis(random.nextInt(most));
    }
}
