package io.phiwatch.detector;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counters of the detector: events = repeated + matched against the rules; signals = counted + late + without a rule. Tags
 * are ids of rules.
 */
final class DetectorMetrics {
    private static final String PREFIX = "phiwatch.detector.";
    private static final String RULE = "rule";

    private final MeterRegistry registry;
    final Counter events;
    final Counter repeated;
    final Counter lateLogins;
    final Counter orphanSignals;
    final Counter unexpected;

    DetectorMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.events = registry.counter(PREFIX + "events");
        this.repeated = registry.counter(PREFIX + "events.repeated");
        this.lateLogins = registry.counter(PREFIX + "logins.late");
        this.orphanSignals = registry.counter(PREFIX + "signals.without.rule");
        this.unexpected = registry.counter(PREFIX + "records.unexpected");
    }

    void alerted(String ruleId, int alerts) {
        if (alerts > 0) {
            registry.counter(PREFIX + "alerts", RULE, ruleId).increment(alerts);
        }
    }

    /** An event matched, but lacks a field that the correlation groups by or measures. */
    void fieldMissing(String ruleId) {
        registry.counter(PREFIX + "signals.field.missing", RULE, ruleId).increment();
    }

    void signalled(String ruleId, int signals) {
        registry.counter(PREFIX + "signals", RULE, ruleId).increment(signals);
    }

    void late(String ruleId) {
        registry.counter(PREFIX + "signals.late", RULE, ruleId).increment();
    }
}
