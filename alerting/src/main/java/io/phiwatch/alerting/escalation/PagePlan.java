package io.phiwatch.alerting.escalation;

import io.phiwatch.alerting.oncall.Roster;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How pages find their people.
 *
 * @param routes every one that takes a page sends it
 * @param holds what holds pages back
 * @param sinks names of all sinks: they get what no route takes, and what a route found nobody for
 * @param followers sinks that are told, too, when an incident that they were paged for is acknowledged and settled
 * @param contains whether there is a sink that carries containments out
 */
public record PagePlan(
        List<PageRoute> routes,
        List<Hold> holds,
        List<String> sinks,
        Set<String> followers,
        Roster roster,
        Limits limits,
        boolean contains) {
    /** Name of the sink that carries containments out. */
    public static final String CONTAINMENT = "containment";

    /** Name of the route of what no other takes. */
    static final String OTHERWISE = "otherwise";

    public PagePlan {
        routes = List.copyOf(routes);
        holds = List.copyOf(holds);
        sinks = List.copyOf(sinks);
        followers = Set.copyOf(followers);
    }

    /** All sinks at once, no escalation. */
    public static PagePlan toAll(List<String> sinks, Set<String> followers) {
        return new PagePlan(List.of(), List.of(), sinks, followers, Roster.empty(), Limits.defaults(), false);
    }

    /** What takes a page that no route takes. */
    PageRoute otherwise() {
        List<Target> all = sinks.stream().<Target>map(Target.ToSink::new).toList();
        return new PageRoute(
                OTHERWISE, PageRoute.Match.all(), List.of(new PageRoute.Step(Duration.ZERO, all)), 1, Duration.ZERO);
    }

    /**
     * Bounds.
     *
     * @param floodIncidents incidents on one route at one level that are paged one by one within the window
     * @param floodWindow the window; also how often a flood tells how far it has grown
     * @param pagesPerIncident most pages of one incident
     */
    public record Limits(int floodIncidents, Duration floodWindow, int pagesPerIncident) {
        public Limits {
            if (floodIncidents < 1) {
                throw new IllegalArgumentException("incidents: must be > 0");
            }
            if (!floodWindow.isPositive()) {
                throw new IllegalArgumentException("window: must be > 0");
            }
            if (pagesPerIncident < 1) {
                throw new IllegalArgumentException("pages_per_incident: must be > 0");
            }
        }

        /** Ten incidents in five minutes; fifty pages. */
        public static Limits defaults() {
            return new Limits(10, Duration.ofMinutes(5), 50);
        }
    }
}
