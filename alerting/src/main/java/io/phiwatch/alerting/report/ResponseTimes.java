package io.phiwatch.alerting.report;

import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentAlert;
import io.phiwatch.schema.Surface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Response times over incidents, in all and by level, rule and surface. An incident counts for each rule and each surface
 * that it has. Immutable.
 *
 * @param incidents how many incidents
 * @param phases per phase that any of them has come to
 */
public record ResponseTimes(long incidents, Map<ResponsePhase, Spread> phases) {
    private static final double MEDIAN = 0.5;
    private static final double MOST = 0.9;

    public ResponseTimes {
        phases = Map.copyOf(phases);
    }

    /**
     * How a time is spread over incidents; quantiles by the nearest rank.
     *
     * @param count incidents that have come to it
     */
    public record Spread(long count, Duration median, Duration p90, Duration longest) {
        static Spread of(List<Duration> times) {
            List<Duration> sorted = times.stream().sorted().toList();
            return new Spread(sorted.size(), rank(sorted, MEDIAN), rank(sorted, MOST), sorted.getLast());
        }

        private static Duration rank(List<Duration> sorted, double quantile) {
            int rank = (int) Math.ceil(quantile * sorted.size());
            return sorted.get(Math.max(0, rank - 1));
        }
    }

    /** Over all of them. */
    public static ResponseTimes of(Collection<Incident> incidents) {
        Map<ResponsePhase, List<Duration>> times = new EnumMap<>(ResponsePhase.class);
        for (Incident incident : incidents) {
            for (ResponsePhase phase : ResponsePhase.values()) {
                phase.of(incident)
                        .ifPresent(took -> times.computeIfAbsent(phase, any -> new ArrayList<>())
                                .add(took));
            }
        }
        Map<ResponsePhase, Spread> phases = new EnumMap<>(ResponsePhase.class);
        times.forEach((phase, all) -> phases.put(phase, Spread.of(all)));
        return new ResponseTimes(incidents.size(), phases);
    }

    /** By level. */
    public static Map<String, ResponseTimes> byLevel(Collection<Incident> incidents) {
        return by(incidents, incident -> List.of(incident.getLevel().name()));
    }

    /** By short name of the rule. */
    public static Map<String, ResponseTimes> byRule(Collection<Incident> incidents) {
        return by(
                incidents,
                incident -> incident.getAlerts().stream()
                        .map(IncidentAlert::getRuleName)
                        .distinct()
                        .toList());
    }

    /** By surface. */
    public static Map<String, ResponseTimes> bySurface(Collection<Incident> incidents) {
        return by(
                incidents,
                incident -> incident.getSurfaces().stream().map(Surface::name).toList());
    }

    private static Map<String, ResponseTimes> by(
            Collection<Incident> incidents, Function<Incident, List<String>> groups) {
        Map<String, List<Incident>> grouped = new TreeMap<>();
        incidents.forEach(incident -> groups.apply(incident)
                .forEach(group ->
                        grouped.computeIfAbsent(group, any -> new ArrayList<>()).add(incident)));
        Map<String, ResponseTimes> times = new TreeMap<>();
        grouped.forEach((group, all) -> times.put(group, of(all)));
        return times;
    }
}
