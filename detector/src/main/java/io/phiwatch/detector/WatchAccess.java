package io.phiwatch.detector;

import io.phiwatch.detector.behavior.Countries;
import io.phiwatch.detector.behavior.LoginFacts;
import io.phiwatch.detector.behavior.LoginProfile;
import io.phiwatch.detector.correlate.GroupKey;
import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.event.EventRefs;
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
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The source task: drops repeated events, adds behaviour, matches the rules, and passes the clock on. All that one actor
 * does comes to the same task.
 */
final class WatchAccess implements Processor<String, SpecificRecord, String, SpecificRecord> {
    private final RulesInForce inForce;
    private final Set<String> accessTopics;
    private final int upstreams;
    private final DetectorMetrics metrics;
    private final Countries geography;

    // Set by init, which Kafka Streams calls first.
    private @Nullable Task task;
    private @Nullable Matching matching;

    /** The rules of a set, with a matcher that is this task's own. */
    private record Matching(CompiledRules rules, RuleMatcher matcher) {}

    private record Task(
            ProcessorContext<String, SpecificRecord> context,
            LogClock clock,
            SeenEvents seen,
            LoginProfiles logins,
            String name) {}

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
                context.taskId().toString());
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
                .setOrigin(own.name)
                .setUpstream(place.partition())
                .setUpstreams(upstreams)
                .build();
        forward(own, record, own.name, passedOn, DetectorTopology.WRITE_SIGNALS);
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
        current.matcher.match(enriched, rule -> {
            if (rule.alerts()) {
                Alert alert = current.rules.alertOf(rule).alert(enriched, Instant.ofEpochMilli(record.timestamp()));
                metrics.alerted(rule.metadata().id(), 1);
                forward(own, record, alert.getEntityKey(), alert, DetectorTopology.WRITE_ALERTS);
            }
            current.rules.signalsOf(rule).forEach(signalRule -> {
                List<Signal> signals = signalRule.signals(rule, enriched);
                signals.forEach(signal -> forward(own, record, key(signal), signal, DetectorTopology.WRITE_SIGNALS));
                count(signalRule.id(), signals.size());
            });
        });
    }

    private Matching matchingAt(long time) {
        CompiledRules rules = inForce.at(time);
        Matching current = matching;
        if (current == null || current.rules != rules) {
            current = new Matching(rules, rules.newMatcher());
            matching = current;
        }
        return current;
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
        Long clock = own.clock.time();
        long delay = clock == null
                ? 0
                : clock - event.getSourceMaxDelayMs() - event.getEventTime().toEpochMilli();
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

    private static String key(Signal signal) {
        return new GroupKey(signal.getTenant(), signal.getRuleId(), signal.getGroup()).toString();
    }

    private static void forward(
            Task own, Record<String, SpecificRecord> record, String key, SpecificRecord value, String to) {
        own.context.forward(record.withKey(key).withValue(value), to);
    }
}
