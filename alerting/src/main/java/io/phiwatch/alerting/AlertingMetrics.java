package io.phiwatch.alerting;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.phiwatch.alerting.incident.IncidentChange;
import io.phiwatch.alerting.incident.IncidentChange.Changed;
import io.phiwatch.alerting.incident.IncidentChange.Outcome;
import io.phiwatch.alerting.report.ResponsePhase;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.Level;
import java.time.Duration;
import java.util.Optional;

/**
 * Counters of alerting. Inputs read = the sum of {@code phiwatch.alerting.inputs} over its outcomes, of which
 * {@code unreadable} is one. The timers of responses are per level, by the rule of the first alert, and by surface.
 */
final class AlertingMetrics {
    static final String INPUTS = "phiwatch.alerting.inputs";
    static final String OPENED = "phiwatch.incidents.opened";
    static final String EVIDENCE = "phiwatch.evidence.entries";
    static final String RESPONSE = "phiwatch.incidents.response";
    static final String RESPONSE_BY_RULE = "phiwatch.incidents.response.rule";
    static final String RESPONSE_BY_SURFACE = "phiwatch.incidents.response.surface";
    static final String UNREADABLE = "unreadable";

    /** From a minute, which is what a machine takes, to three days, which is what some laws give. */
    private static final Duration[] BUCKETS = {
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1),
        Duration.ofHours(4),
        Duration.ofHours(24),
        Duration.ofHours(72)
    };

    private final MeterRegistry meters;

    AlertingMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (Outcome outcome : Outcome.values()) {
            inputs(outcome.tag());
        }
        inputs(UNREADABLE);
        for (Level level : Level.values()) {
            opened(level);
        }
    }

    /**
     * Counts what an input did, and how long it took to come to it.
     *
     * @param before the incident before the change; empty where it opened it, or changed none
     */
    void count(Optional<Incident> before, IncidentChange change) {
        inputs(change.outcome().tag()).increment();
        if (change instanceof Changed changed) {
            meters.counter(EVIDENCE).increment(changed.evidence().size());
            if (changed.outcome() == Outcome.OPENED) {
                opened(changed.incident().getLevel()).increment();
            }
            time(before, changed.incident());
        }
    }

    private void time(Optional<Incident> before, Incident now) {
        if (now.getExerciseId() != null) {
            // an exercise says nothing about how people respond to what is real
            return;
        }
        for (ResponsePhase phase : ResponsePhase.values()) {
            boolean isKnown = before.flatMap(phase::of).isPresent();
            phase.of(now).filter(took -> !isKnown).ifPresent(took -> record(phase, now, took));
        }
    }

    private void record(ResponsePhase phase, Incident incident, Duration took) {
        Timer.builder(RESPONSE)
                .tags("phase", phase.tag(), "level", incident.getLevel().name())
                .serviceLevelObjectives(BUCKETS)
                .register(meters)
                .record(took);
        incident.getAlerts().stream()
                .findFirst()
                .ifPresent(first -> meters.timer(RESPONSE_BY_RULE, "phase", phase.tag(), "rule", first.getRuleName())
                        .record(took));
        incident.getSurfaces()
                .forEach(surface -> meters.timer(RESPONSE_BY_SURFACE, "phase", phase.tag(), "surface", surface.name())
                        .record(took));
    }

    void countUnreadable() {
        inputs(UNREADABLE).increment();
    }

    private Counter inputs(String outcome) {
        return meters.counter(INPUTS, "outcome", outcome);
    }

    private Counter opened(Level level) {
        return meters.counter(OPENED, "level", level.toString());
    }
}
