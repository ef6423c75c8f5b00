package io.phiwatch.launcher.demo;

import io.phiwatch.drills.score.ObservedIncident;
import io.phiwatch.launcher.Node;
import io.phiwatch.launcher.kafka.TopicReader;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentAlert;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Follows the incidents topic on a thread of its own and remembers when each was first seen. Thread-safe. */
final class IncidentWatch implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Map<String, Sighting> sightings = new LinkedHashMap<>();
    private final InstantSource clock;
    private final Consumer<Incident> onOpened;
    private final Thread thread;
    private volatile boolean isClosed;

    private record Sighting(Incident incident, Instant seen, long millisSinceStart) {}

    /**
     * Starts to watch.
     *
     * @param uptime milliseconds since the process started
     * @param onOpened told of each incident once, on the watching thread
     */
    IncidentWatch(Node node, InstantSource clock, LongSupplier uptime, Consumer<Incident> onOpened) {
        this.clock = clock;
        this.onOpened = onOpened;
        this.thread = Thread.ofPlatform().name("incident-watch").daemon().start(() -> watch(node, uptime));
    }

    List<ObservedIncident> observed() {
        synchronized (sightings) {
            return sightings.values().stream()
                    .map(IncidentWatch::observed)
                    .collect(Collectors.toCollection(ArrayList::new));
        }
    }

    /** Milliseconds from the start of the process to the first incident. */
    OptionalLong firstIncidentMillis() {
        synchronized (sightings) {
            return sightings.values().stream()
                    .mapToLong(Sighting::millisSinceStart)
                    .min();
        }
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(Node node, LongSupplier uptime) {
        try (TopicReader reader =
                new TopicReader(node.kafka(), node.serdes(), node.topics().incidents())) {
            reader.fromBeginning();
            while (!isClosed) {
                reader.forEach(PATIENCE, next -> {
                    see(next.value(), uptime.getAsLong());
                    return !isClosed;
                });
            }
        }
    }

    private void see(@Nullable Object value, long millisSinceStart) {
        if (!(value instanceof Incident incident)) {
            return;
        }
        boolean isNew;
        synchronized (sightings) {
            Sighting before = sightings.get(incident.getIncidentId());
            isNew = before == null;
            sightings.put(
                    incident.getIncidentId(),
                    before == null
                            ? new Sighting(incident, clock.instant(), millisSinceStart)
                            : new Sighting(incident, before.seen(), before.millisSinceStart()));
        }
        if (isNew) {
            onOpened.accept(incident);
        }
    }

    private static ObservedIncident observed(Sighting sighting) {
        Incident incident = sighting.incident();
        return new ObservedIncident(
                incident.getIncidentId(),
                incident.getEntityKind(),
                incident.getEntityId(),
                incident.getAlerts().stream().map(IncidentAlert::getRuleName).collect(Collectors.toSet()),
                incident.getOpenedAt(),
                incident.getFirstEventTime(),
                sighting.seen());
    }
}
