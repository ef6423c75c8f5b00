package io.phiwatch.detector;

import io.phiwatch.detector.correlate.Correlator;
import io.phiwatch.detector.correlate.GroupKey;
import io.phiwatch.detector.correlate.GroupState;
import io.phiwatch.detector.correlate.LogTime;
import io.phiwatch.detector.correlate.Outcome;
import io.phiwatch.detector.store.GroupStates;
import io.phiwatch.detector.store.LogClock;
import io.phiwatch.schema.LateEvent;
import io.phiwatch.schema.Signal;
import io.phiwatch.schema.Tick;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The correlator task: one for all correlation rules, which are data. All signals of one group come to the same task. */
final class Correlate implements Processor<String, SpecificRecord, String, SpecificRecord> {
    private final RulesInForce rules;
    private final Set<String> upstreams;
    private final DetectorMetrics metrics;

    // Set by init, which Kafka Streams calls first.
    private @Nullable Task task;

    private record Task(ProcessorContext<String, SpecificRecord> context, LogClock clock, GroupStates groups) {}

    Correlate(RulesInForce rules, int upstreams, DetectorMetrics metrics) {
        this.rules = rules;
        this.upstreams = names(upstreams);
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        task = new Task(
                context,
                new LogClock(context.getStateStore(DetectorTopology.UPSTREAM_TICKS), upstreams),
                new GroupStates(
                        context.getStateStore(DetectorTopology.GROUPS),
                        context.getStateStore(DetectorTopology.TIMERS)));
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        Task own = Objects.requireNonNull(task);
        switch (record.value()) {
            case Tick tick -> onTick(own, record, tick);
            case Signal signal -> onSignal(own, record, signal);
            case null -> metrics.unexpected.increment();
            default -> metrics.unexpected.increment();
        }
    }

    private void onSignal(Task own, Record<String, SpecificRecord> record, Signal signal) {
        Correlator correlator = rules.correlator(signal.getRuleId(), signal.getRuleHash(), record.timestamp());
        if (correlator == null) {
            metrics.orphanSignals.increment();
            return;
        }
        LogTime time = LogTime.of(own.clock.time(), record.timestamp());
        long lateness = correlator.lateness(signal, time);
        if (lateness > 0) {
            late(own, record, signal, lateness);
            return;
        }
        metrics.counted(signal.getRuleId());
        GroupState before = own.groups.get(record.key());
        Outcome outcome = correlator.onSignal(before, signal, time);
        own.groups.put(record.key(), before == null ? 0 : before.due(), outcome.state());
        emit(own, record, signal.getRuleId(), outcome);
    }

    private void late(Task own, Record<String, SpecificRecord> record, Signal signal, long lateness) {
        metrics.late(signal.getRuleId());
        LateEvent late = LateEvent.newBuilder()
                .setSourceId(signal.getRef().getSourceId())
                .setTenant(signal.getTenant())
                .setRuleId(signal.getRuleId())
                .setDelayMs(lateness)
                .setRef(signal.getRef())
                .build();
        forward(own, record, late.getSourceId(), late, DetectorTopology.WRITE_LATE_SIGNALS);
    }

    private void onTick(Task own, Record<String, SpecificRecord> record, Tick tick) {
        String upstream = Integer.toString(tick.getUpstream());
        Set<String> all = tick.getUpstreams() == upstreams.size() ? upstreams : names(tick.getUpstreams());
        if (!own.clock.tick(upstream, tick.getTime().toEpochMilli(), all)) {
            return;
        }
        long clock = Objects.requireNonNull(own.clock.time());
        LogTime time = new LogTime(clock, record.timestamp());
        own.groups.takeDue(clock).forEach(group -> onTimer(own, record, group, time));
    }

    private void onTimer(Task own, Record<String, SpecificRecord> record, String group, LogTime time) {
        GroupKey key = GroupKey.parse(group);
        Correlator correlator = rules.correlator(key.ruleId(), record.timestamp());
        GroupState before = own.groups.get(group);
        if (before == null) {
            return;
        }
        if (correlator == null) {
            // The rule is gone, and with it the meaning of what it remembered.
            own.groups.put(group, 0, null);
            return;
        }
        Outcome outcome = correlator.onTimer(key, before, time);
        own.groups.put(group, 0, outcome.state());
        emit(own, record, key.ruleId(), outcome);
    }

    private void emit(Task own, Record<String, SpecificRecord> record, String ruleId, Outcome outcome) {
        outcome.alerts()
                .forEach(alert ->
                        forward(own, record, alert.getEntityKey(), alert, DetectorTopology.WRITE_CORRELATED_ALERTS));
        outcome.hits().forEach(hit -> forward(own, record, hit.getEntityKey(), hit, DetectorTopology.WRITE_ALERT_HITS));
        metrics.alerted(
                ruleId,
                outcome.alerts().stream()
                        .filter(alert -> alert.getRevision() == 1)
                        .count());
        metrics.suppressed(ruleId, outcome.hits().size());
    }

    private static void forward(
            Task own, Record<String, SpecificRecord> record, String key, SpecificRecord value, String to) {
        own.context.forward(record.withKey(key).withValue(value), to);
    }

    private static Set<String> names(int upstreams) {
        return IntStream.range(0, upstreams).mapToObj(Integer::toString).collect(Collectors.toUnmodifiableSet());
    }
}
