package io.phiwatch.detector;

import io.phiwatch.detector.behavior.Countries;
import io.phiwatch.detector.behavior.LoginFacts;
import io.phiwatch.detector.behavior.LoginProfile;
import io.phiwatch.detector.correlate.GroupKey;
import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.event.EventRefs;
import io.phiwatch.detector.event.SignalRule;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.detector.store.LogClock;
import io.phiwatch.detector.store.LoginProfiles;
import io.phiwatch.detector.store.SeenEvents;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.LateEvent;
import io.phiwatch.schema.Signal;
import io.phiwatch.schema.Tick;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
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

    private final RulesInForce inForce;
    private final Set<String> accessTopics;
    private final int upstreams;
    private final DetectorMetrics metrics;
    private final Countries geography;

    // Set by init, which Kafka Streams calls first.
    private @Nullable Task task;
    private @Nullable Judged judged;

    // Around the time at which a set comes into force, partitions of one task are on either side of it.
    private @Nullable Matching matching;
    private @Nullable Matching matchingBefore;

    /** The rules of a set, with a matcher that is this task's own. */
    private record Matching(CompiledRules rules, RuleMatcher matcher) {}

    /** The event that is being matched. */
    private record Judged(Record<String, SpecificRecord> record, EnrichedEvent event) {}

    private record Task(
            ProcessorContext<String, SpecificRecord> context,
            LogClock clock,
            SeenEvents seen,
            LoginProfiles logins,
            OwnAlerts ownAlerts,
            TaskId id) {}

    WatchAccess(
            RulesInForce inForce,
            Set<String> accessTopics,
            int upstreams,
            Countries geography,
            DetectorMetrics metrics) {
        this.inForce = inForce;
        this.accessTopics = accessTopics;
        this.upstreams = upstreams;
        this.geography = geography;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        task = new Task(
                context,
                new LogClock(context.getStateStore(DetectorTopology.ACCESS_TICKS), accessTopics),
                new SeenEvents(
                        context.getStateStore(DetectorTopology.SEEN_EVENTS),
                        context.getStateStore(DetectorTopology.SEEN_EVENTS_BY_DUE_TIME)),
                new LoginProfiles(context.getStateStore(DetectorTopology.LOGINS_BY_ACTOR), geography),
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
        if (!own.clock.tick(place.topic(), tick.getTime().toEpochMilli(), accessTopics)) {
            return;
        }
        long clock = Objects.requireNonNull(own.clock.time());
        own.seen.forgetUntil(clock);
        Tick passedOn = Tick.newBuilder()
                .setTime(Instant.ofEpochMilli(clock))
                .setOrigin(own.id.toString())
                .setUpstream(place.partition())
                .setUpstreams(upstreams)
                .build();
        forward(own, record, own.id.toString(), passedOn, DetectorTopology.WRITE_SIGNALS);
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
        EnrichedEvent enriched = new EnrichedEvent(event, ref, login(own, record, event, ref));
        Matching current = matchingAt(record.timestamp());
        judged = new Judged(record, enriched);
        List<DetectionRule> matched = new ArrayList<>();
        current.matcher.match(enriched, matched::add);
        for (DetectionRule rule : matched) {
            onMatch(own, record, enriched, current.rules, rule);
        }
        current.rules.signalsOf(matched).forEach((correlation, rules) -> onSignals(own, record, correlation, rules));
    }

    private void onMatch(
            Task own,
            Record<String, SpecificRecord> record,
            EnrichedEvent event,
            CompiledRules rules,
            DetectionRule rule) {
        metrics.matched(rule.metadata().id());
        if (rule.alerts()) {
            attempt(rule.metadata(), () -> rules.alertOf(rule).alert(event, Instant.ofEpochMilli(record.timestamp())))
                    .ifPresent(alert -> tell(own, record, alert));
        }
    }

    private void onSignals(
            Task own, Record<String, SpecificRecord> record, SignalRule correlation, List<RuleMetadata> matched) {
        EnrichedEvent event = Objects.requireNonNull(judged).event;
        attempt(correlation.metadata(), () -> correlation.signals(matched, event))
                .ifPresent(signals -> {
                    signals.forEach(
                            signal -> forward(own, record, key(signal), signal, DetectorTopology.WRITE_SIGNALS));
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
