package io.phiwatch.detector.correlate;

import io.phiwatch.schema.Surface;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A cluster of hot events of a group, whose neighbours lie at most a timespan apart, for as long as late events can
 * still change it. A group can have several; an event that comes late can join two.
 *
 * <pre>
 *  (quiet) --fires--> open --quiet for a timespan--> ended --a hit later than a timespan after the last--> a new episode
 *                     ^  |                           ^  |
 *                     +--+ each further hit          +--+ a late hit
 *                     |                              |
 *                     +--> superseded <--------------+ a late hit joins it with one that was told before it
 * </pre>
 *
 * @param alertId the same for all revisions
 * @param ordinal which episode of its group it is, in the order in which they were told
 * @param first time of the first hot event, which a late one may revise
 * @param last time of the last hot event
 * @param hits number of hot events
 */
public record Episode(
        String alertId,
        int ordinal,
        boolean isOpen,
        long first,
        long last,
        long hits,
        Set<Surface> surfaces,
        Told told) {

    public Episode {
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

    /** With further hits, the earliest at {@code from} and the latest at {@code to}. */
    Episode hit(long from, long to, long more, Set<Surface> touched, LogTime time, long timespan) {
        long until = Math.max(last, to);
        return new Episode(
                alertId,
                ordinal,
                isOpen || time.clock() < until + timespan,
                Math.min(first, from),
                until,
                hits + more,
                union(surfaces, touched),
                new Told(told.revision, told.at, Math.max(time.now(), told.lastHit), true));
    }

    /** With all of another that turned out to be part of it. */
    Episode joined(Episode other) {
        return new Episode(
                alertId,
                ordinal,
                isOpen || other.isOpen,
                Math.min(first, other.first),
                Math.max(last, other.last),
                hits + other.hits,
                union(surfaces, other.surfaces),
                new Told(told.revision, told.at, Math.max(told.lastHit, other.told.lastHit), true));
    }

    /** As the next revision tells it. */
    Episode revised(long now, boolean staysOpen) {
        return new Episode(
                alertId,
                ordinal,
                staysOpen,
                first,
                last,
                hits,
                surfaces,
                new Told(told.revision + 1, now, told.lastHit, false));
    }

    private static Set<Surface> union(Set<Surface> one, Set<Surface> other) {
        if (one.containsAll(other)) {
            return one;
        }
        List<Surface> all = new ArrayList<>(one);
        all.addAll(other);
        return EnumSet.copyOf(all);
    }
}
