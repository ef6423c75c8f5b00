package io.phiwatch.detector;

import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.event.SignalRule;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges single events by the rules in force: what matches becomes alerts, and signals for correlations. A rule that
 * throws is left out for the event, and told of. Not thread-safe: belongs to one task.
 */
final class Judge {
    private static final Logger LOGGER = LoggerFactory.getLogger(Judge.class);

    private final RulesInForce inForce;
    private final Matchers matchers;
    private final OwnAlerts ownAlerts;
    private final DetectorMetrics metrics;
    private final Out out;

    // Around the time at which a set comes into force, partitions of one task are on either side of it.
    private @Nullable Matching matching;
    private @Nullable Matching matchingBefore;
    private @Nullable Judged judged;

    /** The rules of a set, with a matcher that is this task's own. */
    private record Matching(CompiledRules rules, RuleMatcher matcher) {}

    /** Makes a matcher of those rules of a set that are over what the task reads. */
    interface Matchers {
        RuleMatcher make(CompiledRules rules, BiConsumer<DetectionRule, RuntimeException> quarantine);
    }

    /** Where to with what a judge says. */
    interface Out {
        /** An alert of a rule about an event. */
        void alert(Judged about, Alert alert);

        /** The signals of an event. */
        void signals(Judged of, List<Told> signals);

        /** An alert of the detector about itself, come up while it judged an event. */
        void ownAlert(Judged at, Alert alert);
    }

    /**
     * An event to be judged.
     *
     * @param record as which it came, or by which its time has come
     * @param heldMs how long it was held back, in milliseconds
     */
    record Judged(Record<String, ? extends SpecificRecord> record, EnrichedEvent event, long heldMs) {
        Instant at() {
            return Instant.ofEpochMilli(record.timestamp());
        }
    }

    /** A signal, and the correlation that counts it. */
    record Told(SignalRule correlation, Signal signal) {}

    /** Rules that an event matched, of a set; some of them may be taken out before they are told. */
    record Matches(Judged event, CompiledRules rules, List<DetectionRule> matched) {}

    Judge(RulesInForce inForce, Matchers matchers, OwnAlerts ownAlerts, DetectorMetrics metrics, Out out) {
        this.inForce = inForce;
        this.matchers = matchers;
        this.ownAlerts = ownAlerts;
        this.metrics = metrics;
        this.out = out;
    }

    /** The rules that match an event, of the set that was in force at a time, epoch milliseconds. */
    Matches match(Judged event, long time) {
        judged = event;
        Matching current = matchingAt(time);
        List<DetectionRule> matched = new ArrayList<>();
        current.matcher.match(event.event, matched::add);
        return new Matches(event, current.rules, matched);
    }

    /** Tells what follows from the rules that an event matched: alerts first, then signals. */
    void tell(Matches matches) {
        Judged event = matches.event;
        judged = event;
        for (DetectionRule rule : matches.matched) {
            metrics.matched(rule.metadata().id());
            if (rule.alerts()) {
                attempt(rule.metadata(), () -> matches.rules.alertOf(rule).alert(event.event, event.at()))
                        .ifPresent(alert -> out.alert(event, alert));
            }
        }
        List<Told> signals = new ArrayList<>();
        matches.rules
                .signalsOf(matches.matched)
                .forEach((correlation, counted) -> addSignals(signals, event, correlation, counted));
        if (!signals.isEmpty()) {
            out.signals(event, signals);
        }
    }

    private void addSignals(List<Told> all, Judged event, SignalRule correlation, List<RuleMetadata> counted) {
        attempt(correlation.metadata(), () -> correlation.signals(counted, event.event))
                .ifPresent(signals -> {
                    for (Signal signal : signals) {
                        all.add(new Told(correlation, signal));
                    }
                    if (signals.isEmpty()) {
                        metrics.fieldMissing(correlation.id());
                    } else {
                        metrics.signalled(correlation.id(), signals.size());
                    }
                });
    }

    /** Reports what the matcher measured since it last did. */
    void report() {
        if (matching != null) {
            matching.matcher.report(metrics);
        }
    }

    /** Does a rule's own work; where it throws, the rule alone is left out for the event. */
    private <T> Optional<T> attempt(RuleMetadata rule, Supplier<T> work) {
        try {
            return Optional.of(work.get());
        } catch (RuntimeException e) {
            onQuarantine(rule, e);
            return Optional.empty();
        }
    }

    /** A rule is left out for the event that is being judged. */
    private void onQuarantine(RuleMetadata rule, RuntimeException failure) {
        Judged current = Objects.requireNonNull(judged);
        metrics.quarantined(rule.id());
        ownAlerts.quarantined(rule, current.event, failure, current.at()).ifPresent(alert -> {
            LOGGER.atError()
                    .addKeyValue("ruleId", rule.id())
                    .addKeyValue("reason", failure.getClass().getName())
                    .log("rule quarantined for an event");
            out.ownAlert(current, alert);
        });
    }

    private Matching matchingAt(long time) {
        CompiledRules rules = inForce.at(time);
        Matching current = matching;
        if (current != null && current.rules == rules) {
            return current;
        }
        Matching next = matchingBefore;
        if (next == null || next.rules != rules) {
            next = new Matching(rules, matchers.make(rules, (rule, failure) -> onQuarantine(rule.metadata(), failure)));
        }
        matchingBefore = current;
        matching = next;
        return next;
    }
}
