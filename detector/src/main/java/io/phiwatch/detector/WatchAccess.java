package io.phiwatch.detector;

import io.phiwatch.detector.behavior.Countries;
import io.phiwatch.detector.behavior.LoginFacts;
import io.phiwatch.detector.behavior.LoginProfile;
import io.phiwatch.detector.context.ReferenceTables;
import io.phiwatch.detector.correlate.GroupKey;
import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.event.EventRefs;
import io.phiwatch.detector.event.SignalRule;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.detector.store.HeldMatches;
import io.phiwatch.detector.store.LogClock;
import io.phiwatch.detector.store.LoginProfiles;
import io.phiwatch.detector.store.SeenEvents;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.LateEvent;
import io.phiwatch.schema.Signal;
import io.phiwatch.schema.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The source task: drops repeated events, adds behaviour, matches the rules, and passes the clock on. All that one actor
 * does comes to the same task.
 */
final class WatchAccess implements Processor<String, SpecificRecord, String, SpecificRecord> {
    private static final Logger LOGGER = LoggerFactory.getLogger(WatchAccess.class);

    /** Matches that are judged on one tick: where a clock has jumped, all of them might not fit into one transaction. */
    private static final int MOST_DUE = 500;

    private final RulesInForce inForce;
    private final Log log;
    private final DetectorMetrics metrics;
    private final Countries geography;
    private final ReferenceTables references;

    // Set by init, which Kafka Streams calls first.
    private @Nullable Task task;
    private @Nullable Judged judged;

    // Around the time at which a set comes into force, partitions of one task are on either side of it.
    private @Nullable Matching matching;
    private @Nullable Matching matchingBefore;

    /** The rules of a set, with a matcher that is this task's own. */
    private record Matching(CompiledRules rules, RuleMatcher matcher) {}

    /**
     * What it reads.
     *
     * @param topics all access topics: the clock waits for the ticks of each
     * @param upstreams partitions of each
     * @param events writes and reads events
     */
    record Log(Set<String> topics, int upstreams, Serde<SpecificRecord> events) {}

    /**
     * The event that is being matched.
     *
     * @param heldMs how long it was held back, in milliseconds
     */
    private record Judged(Record<String, SpecificRecord> record, EnrichedEvent event, long heldMs) {}

    private record Task(
            ProcessorContext<String, SpecificRecord> context,
            LogClock clock,
            SeenEvents seen,
            LoginProfiles logins,
            HeldMatches held,
            OwnAlerts ownAlerts,
            TaskId id) {}

    WatchAccess(
            RulesInForce inForce, Log log, Countries geography, ReferenceTables references, DetectorMetrics metrics) {
        this.inForce = inForce;
        this.log = log;
        this.geography = geography;
        this.references = references;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        task = new Task(
                context,
                new LogClock(context.getStateStore(DetectorTopology.ACCESS_TICKS), log.topics),
                new SeenEvents(
                        context.getStateStore(DetectorTopology.SEEN_EVENTS),
                        context.getStateStore(DetectorTopology.SEEN_EVENTS_BY_DUE_TIME)),
                new LoginProfiles(context.getStateStore(DetectorTopology.LOGINS_BY_ACTOR), geography),
                new HeldMatches(context.getStateStore(DetectorTopology.HELD_MATCHES), log.events),
                new OwnAlerts(context.getStateStore(DetectorTopology.OWN_ALERTS)),
                context.taskId());
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        Task own = Objects.requireNonNull(task);
        RecordMetadata place = own.context.recordMetadata().orElseThrow();
        switch (record.value()) {
            case Tick tick -> onTick(own, record, tick, place);
            case AccessEvent event -> onEvent(own, record, event, place);
            case null -> metrics.unexpected.increment();
            default -> metrics.unexpected.increment();
        }
    }

    private void onTick(Task own, Record<String, SpecificRecord> record, Tick tick, RecordMetadata place) {
        if (!own.clock.tick(place.topic(), tick.getTime().toEpochMilli(), log.topics)) {
            return;
        }
        long clock = Objects.requireNonNull(own.clock.time());
        own.seen.forgetUntil(clock);
        Tick passedOn = Tick.newBuilder()
                .setTime(Instant.ofEpochMilli(judgeDue(own, record, clock)))
                .setOrigin(own.id.toString())
                .setUpstream(place.partition())
                .setUpstreams(log.upstreams)
                .build();
        forward(own, record, own.id.toString(), passedOn, DetectorTopology.CORRELATE_ACTORS);
        if (matching != null) {
            matching.matcher.report(metrics);
        }
        if (own.id.partition() == 0) {
            inForce.rejected()
                    .forEach(rejection -> own.ownAlerts
                            .rejected(rejection, Instant.ofEpochMilli(clock))
                            .ifPresent(alert -> tell(own, record, alert)));
        }
    }

    private void onEvent(Task own, Record<String, SpecificRecord> record, AccessEvent event, RecordMetadata place) {
        metrics.events.increment();
        if (own.seen.isRepeated(event, record.timestamp())) {
            metrics.repeated.increment();
            return;
        }
        EventRef ref = EventRefs.of(event, place.topic(), place.partition(), place.offset());
        LoginFacts login = login(own, record, event, ref);
        EnrichedEvent enriched = new EnrichedEvent(event, ref, login, references.about(event, record.timestamp()));
        Matching current = matchingAt(record.timestamp());
        List<DetectionRule> matched = match(current, new Judged(record, enriched, 0));
        Map<Duration, Set<String>> holding = new HashMap<>();
        for (DetectionRule rule : matched) {
            if (rule.hold().isPositive()) {
                holding.computeIfAbsent(rule.hold(), it -> new HashSet<>())
                        .add(rule.metadata().id());
            }
        }
        if (!holding.isEmpty()) {
            matched.removeIf(rule -> rule.hold().isPositive());
            hold(own, record.timestamp(), holding, enriched);
        }
        onMatches(own, current.rules, matched);
    }

    private void hold(Task own, long received, Map<Duration, Set<String>> holding, EnrichedEvent event) {
        holding.forEach((hold, rules) -> {
            own.held.add(new HeldMatches.Held(
                    received, received + hold.toMillis(), rules, event.access(), event.ref(), event.login()));
            metrics.held.increment();
        });
    }

    /**
     * Judges again the matches whose hold is over, with what was recorded by then: what still matches, counts.
     *
     * @return how far the clock has come for whom signals are sent to: not beyond matches that are still to be judged
     */
    private long judgeDue(Task own, Record<String, SpecificRecord> tick, long clock) {
        List<HeldMatches.Held> due = own.held.takeUntil(clock, MOST_DUE);
        for (HeldMatches.Held held : due) {
            Record<String, SpecificRecord> record = tick.withTimestamp(held.due());
            EnrichedEvent enriched = new EnrichedEvent(
                    held.event(), held.ref(), held.login(), references.about(held.event(), held.due()));
            Matching then = matchingAt(held.received());
            List<DetectionRule> matched = match(then, new Judged(record, enriched, held.due() - held.received()));
            matched.removeIf(rule -> !held.rules().contains(rule.metadata().id()));
            onMatches(own, then.rules, matched);
        }
        return due.size() < MOST_DUE ? clock : due.getLast().due();
    }

    private List<DetectionRule> match(Matching matching, Judged event) {
        judged = event;
        List<DetectionRule> matched = new ArrayList<>();
        matching.matcher.match(event.event, matched::add);
        return matched;
    }

    private void onMatches(Task own, CompiledRules rules, List<DetectionRule> matched) {
        Judged current = Objects.requireNonNull(judged);
        for (DetectionRule rule : matched) {
            onMatch(own, current, rules, rule);
        }
        rules.signalsOf(matched).forEach((correlation, counted) -> onSignals(own, current, correlation, counted));
    }

    private void onMatch(Task own, Judged current, CompiledRules rules, DetectionRule rule) {
        metrics.matched(rule.metadata().id());
        if (rule.alerts()) {
            Instant at = Instant.ofEpochMilli(current.record.timestamp());
            attempt(rule.metadata(), () -> rules.alertOf(rule).alert(current.event, at))
                    .ifPresent(alert -> tell(own, current.record, alert));
        }
    }

    private void onSignals(Task own, Judged current, SignalRule correlation, List<RuleMetadata> matched) {
        attempt(correlation.metadata(), () -> correlation.signals(matched, current.event))
                .ifPresent(signals -> {
                    String to = correlation.isByActor()
                            ? DetectorTopology.CORRELATE_ACTORS
                            : DetectorTopology.WRITE_SIGNALS;
                    for (Signal signal : signals) {
                        signal.setMaxDelayMs(signal.getMaxDelayMs() + current.heldMs);
                        forward(own, current.record, key(signal), signal, to);
                    }
                    count(correlation.id(), signals.size());
                });
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

    /** A rule is left out for the event that is being matched. */
    private void onQuarantine(RuleMetadata rule, RuntimeException failure) {
        Task own = Objects.requireNonNull(task);
        Judged current = Objects.requireNonNull(judged);
        metrics.quarantined(rule.id());
        own.ownAlerts
                .quarantined(rule, current.event, failure, Instant.ofEpochMilli(current.record.timestamp()))
                .ifPresent(alert -> {
                    LOGGER.atError()
                            .addKeyValue("ruleId", rule.id())
                            .addKeyValue("reason", failure.getClass().getName())
                            .log("rule quarantined for an event");
                    tell(own, current.record, alert);
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
            next = new Matching(rules, rules.newMatcher((rule, failure) -> onQuarantine(rule.metadata(), failure)));
        }
        matchingBefore = current;
        matching = next;
        return next;
    }

    private void count(String ruleId, int signals) {
        if (signals == 0) {
            metrics.fieldMissing(ruleId);
        } else {
            metrics.signalled(ruleId, signals);
        }
    }

    /** A login that comes too late would be compared with the wrong ones: it changes no profile. */
    private @Nullable LoginFacts login(
            Task own, Record<String, SpecificRecord> record, AccessEvent event, EventRef ref) {
        if (!LoginProfile.learnsFrom(event)) {
            return null;
        }
        long delay = record.timestamp()
                - event.getSourceMaxDelayMs()
                - event.getEventTime().toEpochMilli();
        if (delay <= 0) {
            return own.logins.record(event);
        }
        LateEvent late = LateEvent.newBuilder()
                .setSourceId(event.getSourceId())
                .setTenant(event.getTenant())
                .setDelayMs(delay)
                .setRef(ref)
                .build();
        metrics.lateLogins.increment();
        forward(own, record, event.getSourceId(), late, DetectorTopology.WRITE_LATE_EVENTS);
        return null;
    }

    private void tell(Task own, Record<String, SpecificRecord> record, Alert alert) {
        metrics.alerted(alert.getRuleId(), 1);
        forward(own, record, alert.getEntityKey(), alert, DetectorTopology.WRITE_ALERTS);
    }

    private static String key(Signal signal) {
        return new GroupKey(signal.getTenant(), signal.getRuleId(), signal.getGroup()).toString();
    }

    private static void forward(
            Task own, Record<String, SpecificRecord> record, String key, SpecificRecord value, String to) {
        own.context.forward(record.withKey(key).withValue(value), to);
    }
}
