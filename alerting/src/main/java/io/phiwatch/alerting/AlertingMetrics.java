package io.phiwatch.alerting;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.alerting.incident.IncidentChange;
import io.phiwatch.alerting.incident.IncidentChange.Changed;
import io.phiwatch.alerting.incident.IncidentChange.Outcome;
import io.phiwatch.schema.Level;

/**
 * Counters of alerting. Inputs read = the sum of {@code phiwatch.alerting.inputs} over its outcomes, of which
 * {@code unreadable} is one.
 */
final class AlertingMetrics {
    static final String INPUTS = "phiwatch.alerting.inputs";
    static final String OPENED = "phiwatch.incidents.opened";
    static final String EVIDENCE = "phiwatch.evidence.entries";
    static final String UNREADABLE = "unreadable";

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

    void count(IncidentChange change) {
        inputs(change.outcome().tag()).increment();
        if (change instanceof Changed changed) {
            meters.counter(EVIDENCE).increment(changed.evidence().size());
            if (changed.outcome() == Outcome.OPENED) {
                opened(changed.incident().getLevel()).increment();
            }
        }
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
