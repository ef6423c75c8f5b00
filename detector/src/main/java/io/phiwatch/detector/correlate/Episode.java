package io.phiwatch.detector.correlate;

import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A rule that fired for a group, for as long as it stays hot and then until no late event can belong to it any more.
 *
 * <pre>
 *  (quiet) --fires--> open --quiet for a timespan--> ended --a hit later than a timespan after the last--> a new episode
 *                     ^  |                           ^  |
 *                     +--+ each further hit          +--+ a late hit
 * </pre>
 *
 * @param alertId the same for all revisions
 * @param peak the window that fired
 * @param first time of the first event, which a late one may revise
 * @param last time of the last event
 * @param events the events that made it fire, oldest first, bounded
 */
public record Episode(
        String alertId,
        String entity,
        Environment environment,
        Window.Peak peak,
        List<Sighting> events,
        Set<Surface> surfaces,
        boolean isOpen,
        long first,
        long last,
        long hits,
        Told told) {

    public Episode {
        events = List.copyOf(events);
        surfaces = Set.copyOf(surfaces);
    }

    /**
     * What has been told of it.
     *
     * @param revision the last one emitted
     * @param at log time of that revision
     * @param lastHit log time of the last hit
     * @param isStale whether something changed since
     */
    public record Told(int revision, long at, long lastHit, boolean isStale) {}

    /** With a further hit, and with events that it heated. */
    Episode hit(Sighting event, List<Sighting> heated, long now) {
        long from = Math.min(first, event.time());
        long to = Math.max(last, event.time());
        Set<Surface> touched = EnumSet.of(event.surface());
        touched.addAll(surfaces);
        for (Sighting other : heated) {
            from = Math.min(from, other.time());
            to = Math.max(to, other.time());
            touched.add(other.surface());
        }
        return new Episode(
                alertId,
                entity,
                environment,
                peak,
                events,
                touched,
                isOpen,
                from,
                to,
                hits + 1 + heated.size(),
                new Told(told.revision, told.at, Math.max(now, told.lastHit), true));
    }

    /** As the next revision tells it. */
    Episode revised(long now, boolean staysOpen) {
        return new Episode(
                alertId,
                entity,
                environment,
                peak,
                events,
                surfaces,
                staysOpen,
                first,
                last,
                hits,
                new Told(told.revision + 1, now, told.lastHit, false));
    }

    boolean holds(Sighting event) {
        return events.stream().anyMatch(kept -> kept.isOf(event.ref()));
    }

    /** When it is over, unless hit again. */
    long quietAt(long timespan) {
        return Math.max(last, told.lastHit) + timespan;
    }

    /** Distinct patients of the events kept. */
    long patients() {
        return events.stream()
                .flatMap(event -> event.patients().stream())
                .distinct()
                .count();
    }
}
