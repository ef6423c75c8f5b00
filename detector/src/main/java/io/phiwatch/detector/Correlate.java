package io.phiwatch.detector;

import io.phiwatch.detector.correlate.Correlator;
import io.phiwatch.detector.correlate.Firing;
import io.phiwatch.detector.correlate.GroupKey;
import io.phiwatch.detector.correlate.LogTime;
import io.phiwatch.detector.correlate.Outcome;
import io.phiwatch.detector.store.Groups;
import io.phiwatch.detector.store.LogClock;
import io.phiwatch.detector.store.WaitingSignals;
import io.phiwatch.schema.LateEvent;
import io.phiwatch.schema.ProfilePart;
import io.phiwatch.schema.Signal;
import io.phiwatch.schema.Tick;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The correlator task: one for all correlation rules, which are data. All signals of one group come to the same task:
 * through {@code signals}, or from the task that matched them where that has all events of the group anyway.
 * What fires can be a signal again, to a correlation of a higher level, which goes by a clock of its own: that of level
 * k + 1 has passed a time once every task has done all that was due at level k until then.
 */
final class Correlate implements Processor<String, Object, String, SpecificRecord> {
    /** Of the groups and signals that are due by one tick; the others wait for the next: transactions stay short. */
    private static final int MOST_AT_ONCE = 10_000;

    private final CorrelationPlace place;
    private final RulesInForce rules;
    private final DetectorConfig config;
    private final List<String> topics;
    private final Serde<SpecificRecord> signals;
    private final DetectorMetrics metrics;

    // Set by init, which Kafka Streams calls first.
    private @Nullable Task task;

    /**
     * State of a running task.
     *
     * @param ticks what each upstream has passed, by level
     * @param behind levels at which more is due than was done yet
     */
    private record Task(
            ProcessorContext<String, SpecificRecord> context,
            KeyValueStore<String, Long> ticks,
            Map<Integer, LogClock> clocks,
            Set<Integer> behind,
            WaitingSignals waiting,
            Groups groups,
            OwnAlerts ownAlerts) {}

    /**
     * A task.
     *
     * @param topics where events may lie, always in the same order
     * @param signals writes and reads signals
     */
    Correlate(
            CorrelationPlace place,
            RulesInForce rules,
            DetectorConfig config,
            List<String> topics,
            Serde<SpecificRecord> signals,
            DetectorMetrics metrics) {
        this.place = place;
        this.rules = rules;
        this.config = config;
        this.topics = List.copyOf(topics);
        this.signals = signals;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        Groups.Stores stores = new Groups.Stores(
                context.getStateStore(place.store(DetectorTopology.GROUPS)),
                context.getStateStore(place.store(DetectorTopology.GROUP_EVENTS)),
                context.getStateStore(place.store(DetectorTopology.SHOWN_BY_ALERT)),
                context.getStateStore(place.store(DetectorTopology.TIMERS)));
        task = new Task(
                context,
                context.getStateStore(place.store(DetectorTopology.UPSTREAM_TICKS)),
                new HashMap<>(),
                new HashSet<>(),
                new WaitingSignals(context.getStateStore(place.store(DetectorTopology.WAITING_SIGNALS)), signals),
                new Groups(stores, topics, config.maxGroups(), metrics::stateEntries),
                new OwnAlerts(context.getStateStore(place.store(DetectorTopology.LIMITS_TOLD))));
    }

    @Override
    public void close() {
        if (task != null) {
            task.groups.close();
        }
    }

    @Override
    public void process(Record<String, Object> record) {
        Task own = Objects.requireNonNull(task);
        try {
            switch (record.value()) {
                case Tick tick -> onTick(own, record, tick);
                case Signal signal -> onSignal(own, record, signal);
                case EventSignals event -> onSignals(own, record, event);
                case ProfilePart part -> {
                    // for who aggregates them, which reads the same topic
                }
                case null -> metrics.unexpected.increment();
                default -> metrics.unexpected.increment();
            }
        } finally {
            own.groups.save();
        }
    }

    /** Counts the signals of an event. Where one fails, the others count. */
    private void onSignals(Task own, Record<String, ?> record, EventSignals event) {
        RuntimeException failure = null;
        for (Signal signal : event.signals()) {
            try {
                onSignal(own, record.withKey(GroupKey.of(signal)), signal);
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void onSignal(Task own, Record<String, ?> record, Signal signal) {
        CompiledRules current = rules.at(record.timestamp());
        Correlator correlator = rules.correlator(signal.getRuleId(), signal.getRuleHash(), record.timestamp());
        if (correlator == null) {
            metrics.orphanSignals.increment();
            return;
        }
        LogTime time = LogTime.of(clock(own, correlator.level()).time(), record.timestamp());
        long lateness = correlator.lateness(signal, time);
        if (lateness > 0) {
            late(own, record, signal, lateness);
            return;
        }
        metrics.counted(signal.getRuleId());
        if (!current.chainedTo(signal.getRuleId()).isEmpty() && time.clock() < time.record()) {
            own.waiting.add(correlator.level(), time.record(), record.key(), signal);
        } else {
            count(own, record, signal, correlator, time);
        }
    }

    private void count(Task own, Record<String, ?> record, Signal signal, Correlator correlator, LogTime time) {
        Outcome outcome =
                own.groups.update(record.key(), correlator, group -> correlator.onSignal(group, signal, time));
        emit(own, record, rules.at(record.timestamp()), correlator, outcome);
        if (own.groups.makeRoom(record.key(), correlator.level())) {
            limit(own, record, correlator, signal, "had to forget groups: it has too many");
        }
        if (outcome.isLimited()) {
            limit(own, record, correlator, signal, "had to forget events of a group: too many");
        }
    }

    private void late(Task own, Record<String, ?> record, Signal signal, long lateness) {
        metrics.late(signal.getRuleId());
        LateEvent late = LateEvent.newBuilder()
                .setSourceId(signal.getRef().getSourceId())
                .setTenant(signal.getTenant())
                .setRuleId(signal.getRuleId())
                .setDelayMs(lateness)
                .setRef(signal.getRef())
                .build();
        forward(own, record, late.getSourceId(), late, place.late());
    }

    private void limit(Task own, Record<String, ?> record, Correlator correlator, Signal signal, String what) {
        own.ownAlerts
                .stateLimit(
                        signal.getTenant(),
                        correlator.rule().metadata(),
                        signal.getEnvironment(),
                        Instant.ofEpochMilli(record.timestamp()),
                        what)
                .ifPresent(alert -> forward(own, record, alert.getEntityKey(), alert, place.alerts()));
    }

    private void onTick(Task own, Record<String, ?> record, Tick tick) {
        LogClock clock = clock(own, tick.getLevel());
        String upstream = Integer.toString(tick.getUpstream());
        Set<String> upstreams = place.isAtSource() ? Set.of(upstream) : names(tick.getUpstreams());
        boolean goesOn = clock.tick(upstream, tick.getTime().toEpochMilli(), upstreams);
        if (!goesOn && !own.behind.contains(tick.getLevel())) {
            return;
        }
        long now = Objects.requireNonNull(clock.time());
        CompiledRules current = rules.at(record.timestamp());
        LogTime time = new LogTime(now, record.timestamp());
        boolean isCounted = countWaiting(own, record, tick.getLevel(), now);
        own.groups.save();
        if (!isCounted || !fireDue(own, record, tick.getLevel(), time)) {
            own.behind.add(tick.getLevel());
            return;
        }
        own.behind.remove(tick.getLevel());
        if (place.isAtSource()) {
            forward(own, record, record.key(), tick, place.signals());
        } else if (current.hasLevel(tick.getLevel() + 1)) {
            passOn(own, record, tick.getLevel() + 1, now);
        }
    }

    /** Counts signals whose turn has come; tells whether these are all. */
    private boolean countWaiting(Task own, Record<String, ?> record, int level, long clock) {
        List<WaitingSignals.Waiting> waiting = own.waiting.takeUntil(level, clock, MOST_AT_ONCE);
        for (WaitingSignals.Waiting next : waiting) {
            Signal signal = next.signal();
            Correlator correlator = rules.correlator(signal.getRuleId(), signal.getRuleHash(), next.time());
            if (correlator != null) {
                String group = GroupKey.of(signal);
                Record<String, ?> then = record.withKey(group).withTimestamp(next.time());
                count(own, then, signal, correlator, new LogTime(clock, next.time()));
            }
        }
        return waiting.size() < MOST_AT_ONCE;
    }

    /** Does what is due; tells whether that is all. */
    private boolean fireDue(Task own, Record<String, ?> record, int level, LogTime time) {
        CompiledRules current = rules.at(record.timestamp());
        Groups.Due due = own.groups.takeDue(level, time.clock(), MOST_AT_ONCE);
        due.groups().forEach(group -> onTimer(own, record, current, group, time));
        return due.isAll();
    }

    /** After all that was due: whoever goes by this clock has received it before. */
    private void passOn(Task own, Record<String, ?> record, int level, long now) {
        Tick tick = Tick.newBuilder()
                .setTime(Instant.ofEpochMilli(now))
                .setOrigin(own.context.taskId().toString())
                .setUpstream(own.context.taskId().partition())
                .setUpstreams(config.signalsPartitions())
                .setLevel(level)
                .build();
        forward(own, record, tick.getOrigin(), tick, place.signals());
    }

    private void onTimer(Task own, Record<String, ?> record, CompiledRules current, String group, LogTime time) {
        Correlator correlator = rules.correlator(GroupKey.parse(group).ruleId(), record.timestamp());
        if (correlator == null) {
            // The rule is gone, and with it the meaning of what it remembered.
            own.groups.drop(group);
        } else {
            Outcome outcome = own.groups.update(group, correlator, known -> correlator.onTimer(known, time));
            emit(own, record, current, correlator, outcome);
        }
    }

    private void emit(
            Task own, Record<String, ?> record, CompiledRules current, Correlator correlator, Outcome outcome) {
        String ruleId = correlator.rule().metadata().id();
        if (correlator.rule().alerts()) {
            outcome.alerts().forEach(alert -> {
                forward(own, record, alert.getEntityKey(), alert, place.alerts());
                AlertedActors.of(alert)
                        .ifPresent(told -> forward(own, record, told.key(), told.alert(), place.alertedActors()));
            });
            outcome.hits().forEach(hit -> forward(own, record, hit.getEntityKey(), hit, place.hits()));
            metrics.alerted(
                    ruleId,
                    outcome.alerts().stream()
                            .filter(alert -> alert.getRevision() == 1)
                            .count());
            metrics.suppressed(ruleId, outcome.hits().size());
        }
        outcome.firings().forEach(firing -> chain(own, record, current, ruleId, firing));
    }

    private void chain(Task own, Record<String, ?> record, CompiledRules current, String ruleId, Firing firing) {
        current.chainedTo(ruleId).forEach(outer -> {
            outer.of(firing)
                    .ifPresentOrElse(
                            signal -> forward(own, record, GroupKey.of(signal), signal, place.signals()),
                            () -> metrics.fieldMissing(outer.id()));
        });
    }

    private LogClock clock(Task own, int level) {
        return own.clocks.computeIfAbsent(
                level,
                it -> LogClock.ofLevel(it, own.ticks, names(it == 0 ? place.upstreams() : config.signalsPartitions())));
    }

    private static void forward(Task own, Record<String, ?> record, String key, SpecificRecord value, String to) {
        own.context.forward(record.withKey(key).withValue(value), to);
    }

    private static Set<String> names(int upstreams) {
        return IntStream.range(0, upstreams).mapToObj(Integer::toString).collect(Collectors.toUnmodifiableSet());
    }
}
