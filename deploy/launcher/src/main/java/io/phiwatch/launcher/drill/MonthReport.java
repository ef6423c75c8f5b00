package io.phiwatch.launcher.drill;

import io.phiwatch.drills.month.MonthConfig;
import io.phiwatch.drills.scenario.PlayedDrill;
import io.phiwatch.drills.scenario.PlayedDrill.Truth;
import io.phiwatch.schema.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What became of a simulated month. Immutable.
 *
 * @param results of all that the rules in force had to detect
 * @param said by rule, what its alerts came from
 */
public record MonthReport(
        MonthConfig month,
        List<Result> results,
        List<FalseIncident> falseIncidents,
        Map<String, Said> said,
        Work work) {
    private static final double DAYS_OF_A_WEEK = 7;

    public MonthReport {
        results = List.copyOf(results);
        falseIncidents = List.copyOf(falseIncidents);
        said = new TreeMap<>(said);
    }

    /**
     * One thing that had to be detected.
     *
     * @param alert what said it; empty where nothing did
     */
    public record Result(PlayedDrill played, Truth truth, Optional<Alert> alert) {
        /** Whether it was said, and in time. */
        public boolean isDetected() {
            return alert.filter(said -> !said.getDetectedAt().isAfter(truth.by().plusSeconds(60)))
                    .isPresent();
        }

        /** From the drill's beginning to the alert, by the clock in the log. */
        public Optional<Duration> timeToDetect() {
            return alert.map(said -> Duration.between(played.start(), said.getDetectedAt()));
        }
    }

    /**
     * What a rule said.
     *
     * @param drills that its alerts came from
     * @param unexplained alerts that came from none
     */
    public record Said(int alerts, int unexplained, Set<String> drills) {
        public Said {
            drills = new TreeSet<>(drills);
        }
    }

    /** An incident that no drill explains. */
    public record FalseIncident(String rule, String entityKind, Instant openedAt, String explanation) {}

    /**
     * How much was done.
     *
     * @param refused deliveries that ingest did not take in full: faults of the simulation
     */
    public record Work(long events, long refused, int incidents, Duration took) {}

    public long missed() {
        return results.stream().filter(result -> !result.isDetected()).count();
    }

    /** All rules together. */
    public double falsePerWeek() {
        return falseIncidents.size() * DAYS_OF_A_WEEK / month.days();
    }

    /** By rule. */
    public Map<String, Double> falsePerWeekByRule() {
        return falseIncidents.stream()
                .collect(Collectors.groupingBy(FalseIncident::rule, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue() * DAYS_OF_A_WEEK / month.days(),
                        (a, b) -> a,
                        TreeMap::new));
    }

    /** False incidents of these rules that opened within the first days. */
    public List<FalseIncident> early(Set<String> rules, Duration first) {
        Instant until = month.start().plus(first);
        return falseIncidents.stream()
                .filter(incident -> incident.openedAt().isBefore(until) && rules.contains(incident.rule()))
                .toList();
    }
}
