package io.phiwatch.launcher.drill;

import io.phiwatch.detector.event.SourceEvents;
import io.phiwatch.drills.scenario.Silence;
import io.phiwatch.drills.source.Delivery;
import io.phiwatch.ingest.OfflineIngest;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which alerts came from which drills. An alert is a drill's where one of the events that made it fire came from that
 * drill's payloads; where it is about a whole source, if the drill moved that source within the hour before. Not
 * thread-safe.
 */
final class DrillTraces {
    /** Rules over sources judge ten minutes at a time, and end their episodes after half an hour. */
    private static final Duration ECHO = Duration.ofHours(1);

    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);

    private final Map<String, Integer> drillOf = new HashMap<>();
    private final Map<Place, Integer> drillAt = new HashMap<>();
    private final Map<String, List<Move>> moves = new HashMap<>();

    /** What a correlation over correlations shows of an event: its own ids are those of the alerts that it is over. */
    private record Place(String topic, Instant time) {}

    /** A drill made a source speak, or keep silent. */
    private record Move(int drill, Instant from, Instant until) {
        boolean echoesAt(Instant time) {
            return !time.isBefore(from.minus(OfflineIngest.BEAT)) && time.isBefore(until.plus(ECHO));
        }
    }

    /** Notes what a drill sent, and what became of it. */
    void sent(int drill, Delivery delivery, List<AccessEvent> events) {
        events.forEach(event -> {
            drillOf.put(event.getEventId(), drill);
            drillAt.put(new Place(TOPICS.access(event.getSurface()).name(), event.getEventTime()), drill);
        });
        move(delivery.sourceId(), new Move(drill, delivery.at(), delivery.at()));
    }

    /** Notes that a drill keeps a source from speaking. */
    void silent(int drill, Silence.Played silence) {
        move(silence.sourceId(), new Move(drill, silence.from(), silence.until()));
    }

    private void move(String source, Move move) {
        moves.computeIfAbsent(source, key -> new ArrayList<>()).add(move);
    }

    /** The drills that the alert is of; none where no drill explains it. */
    Set<Integer> of(Alert alert) {
        Set<Integer> drills = new TreeSet<>();
        for (EventRef event : alert.getEvents()) {
            Optional.ofNullable(drillOf.get(event.getEventId())).ifPresent(drills::add);
            Optional.ofNullable(drillAt.get(new Place(event.getTopic(), event.getEventTime())))
                    .ifPresent(drills::add);
            SourceEvents.sourceOf(event.getEventId())
                    .map(source -> moves.getOrDefault(source, List.of()))
                    .ifPresent(moved -> moved.stream()
                            .filter(move -> move.echoesAt(event.getEventTime()))
                            .forEach(move -> drills.add(move.drill())));
        }
        return drills;
    }
}
