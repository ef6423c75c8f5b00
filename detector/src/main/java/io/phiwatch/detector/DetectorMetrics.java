package io.phiwatch.detector;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counters of the detector. Over all events: events = repeated + matched against the rules. For a rule over single events
 * that alerts: matched = fired. For a correlation: grouped + no group = events that matched a rule it counts; signals = counted +
 * late + without a rule. Tags are ids of rules.
 */
final class DetectorMetrics implements RuleWork {
    private static final String PREFIX = "phiwatch.detector.";
    private static final String RULE = "rule";

    private final MeterRegistry registry;
    private final Map<String, AtomicLong> stateEntries = new ConcurrentHashMap<>();
    final Counter events;
    final Counter repeated;
    final Counter lateLogins;

    /** Events that wait for the hold of a rule that they match. */
    final Counter held;

    final Counter orphanSignals;
    final Counter unexpected;

    private final PerRule evaluated;
    private final PerRule nanos;
    private final PerRule matched;
    private final PerRule fired;
    private final PerRule suppressed;
    private final PerRule grouped;
    private final PerRule fieldMissing;
    private final PerRule signals;
    private final PerRule counted;
    private final PerRule late;
    private final PerRule quarantined;

    /** A counter for each rule; kept here, since the registry looks a counter up by hashing its tags. */
    private final class PerRule {
        private final String name;
        private final Map<String, Counter> counters = new ConcurrentHashMap<>();

        PerRule(String name) {
            this.name = "phiwatch.rule." + name;
        }

        void add(String ruleId, long amount) {
            if (amount > 0) {
                counters.computeIfAbsent(ruleId, id -> registry.counter(name, RULE, id))
                        .increment((double) amount);
            }
        }
    }

    DetectorMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.events = registry.counter(PREFIX + "events");
        this.repeated = registry.counter(PREFIX + "events.repeated");
        this.lateLogins = registry.counter(PREFIX + "logins.late");
        this.held = registry.counter(PREFIX + "events.held");
        this.orphanSignals = registry.counter(PREFIX + "signals.without.rule");
        this.unexpected = registry.counter(PREFIX + "records.unexpected");
        this.evaluated = new PerRule("evaluated");
        this.nanos = new PerRule("evaluation.nanos");
        this.matched = new PerRule("matched");
        this.fired = new PerRule("fired");
        this.suppressed = new PerRule("suppressed");
        this.grouped = new PerRule("grouped");
        this.fieldMissing = new PerRule("no.group");
        this.signals = new PerRule("signals");
        this.counted = new PerRule("counted");
        this.late = new PerRule("late");
        this.quarantined = new PerRule("quarantined");
    }

    @Override
    public void did(String ruleId, long evaluations, long sampledNanos) {
        evaluated.add(ruleId, evaluations);
        nanos.add(ruleId, sampledNanos);
    }

    /** An event met the condition of a rule. */
    void matched(String ruleId) {
        matched.add(ruleId, 1);
    }

    /** Alerts were raised; revisions of an alert do not count. */
    void alerted(String ruleId, long alerts) {
        fired.add(ruleId, alerts);
    }

    /** Hits that raised no alert, since one is open: they stand on the topic of hits. */
    void suppressed(String ruleId, long hits) {
        suppressed.add(ruleId, hits);
    }

    /** An event matched, but lacks a field that the correlation groups by or measures. */
    void fieldMissing(String ruleId) {
        fieldMissing.add(ruleId, 1);
    }

    /** An event matched and gave the correlation signals, one for each of its groups. */
    void signalled(String ruleId, long given) {
        grouped.add(ruleId, 1);
        signals.add(ruleId, given);
    }

    /** A signal was in time. */
    void counted(String ruleId) {
        counted.add(ruleId, 1);
    }

    void late(String ruleId) {
        late.add(ruleId, 1);
    }

    void quarantined(String ruleId) {
        quarantined.add(ruleId, 1);
    }

    /**
     * Groups that a correlation remembers came or went.
     *
     * @param change groups more, or less where negative
     */
    void stateEntries(String ruleId, long change) {
        stateEntries
                .computeIfAbsent(
                        ruleId,
                        id -> registry.gauge("phiwatch.rule.state.entries", Tags.of(RULE, id), new AtomicLong()))
                .addAndGet(change);
    }
}
