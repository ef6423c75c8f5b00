package io.phiwatch.detector;

import io.phiwatch.detector.behavior.Behavior;
import io.phiwatch.detector.behavior.Comparison;
import io.phiwatch.detector.behavior.Countries;
import io.phiwatch.detector.behavior.LoginFacts;
import io.phiwatch.detector.behavior.LoginProfile;
import io.phiwatch.detector.behavior.Snapshots;
import io.phiwatch.detector.context.ReferenceTables;
import io.phiwatch.detector.correlate.GroupKey;
import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.event.EventRefs;
import io.phiwatch.detector.event.ProfileSelection;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.store.ActorProfiles;
import io.phiwatch.detector.store.HeldMatches;
import io.phiwatch.detector.store.LogClock;
import io.phiwatch.detector.store.LoginProfiles;
import io.phiwatch.detector.store.SeenEvents;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.ActorAlerted;
import io.phiwatch.schema.ActorKey;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.LateEvent;
import io.phiwatch.schema.ProfilePart;
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

/**
 * The source task: drops repeated events, adds behaviour, matches the rules, and passes the clock on. All that one actor
 * does comes to the same task.
 */
final class WatchAccess implements Processor<String, SpecificRecord, String, Object> {
    /** Matches that are judged on one tick: where a clock has jumped, all of them might not fit into one transaction. */
    private static final int MOST_DUE = 500;

    private final RulesInForce inForce;
    private final Log log;
    private final DetectorMetrics metrics;
    private final Known known;
    private final Duration maxDelay;

    // Set by init, which Kafka Streams calls first.
    private @Nullable Task task;
    /**
     * What it reads.
     *
     * @param topics all access topics: the clock waits for the ticks of each
     * @param upstreams partitions of each
     * @param events writes and reads events
     */
    record Log(Set<String> topics, int upstreams, Serde<SpecificRecord> events) {}

    /**
     * What is known beside the events.
     *
     * @param snapshots what is usual for peers and tenants
     * @param profiles makes what counts events, for each task
     */
    record Known(
            Countries geography,
            ReferenceTables references,
            Snapshots snapshots,
            Supplier<ProfileSelection> profiles) {}

    private record Task(
            ProcessorContext<String, Object> context,
            LogClock clock,
            SeenEvents seen,
            LoginProfiles logins,
            ActorProfiles profiles,
            HeldMatches held,
            OwnAlerts ownAlerts,
            Judge judge,
            TaskId id) {}

    /**
     * A task.
     *
     * @param maxDelay the largest delay of any source
     */
    WatchAccess(RulesInForce inForce, Log log, Known known, Duration maxDelay, DetectorMetrics metrics) {
        this.inForce = inForce;
        this.log = log;
        this.known = known;
        this.maxDelay = maxDelay;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        ActorProfiles profiles = new ActorProfiles(
                new ActorProfiles.Stores(
                        context.getStateStore(DetectorTopology.OPEN_PERIODS),
                        context.getStateStore(DetectorTopology.HABITS),
                        context.getStateStore(DetectorTopology.PROFILE_SWEEP)),
                known.profiles.get(),
                known.snapshots,
                maxDelay);
        OwnAlerts ownAlerts = new OwnAlerts(context.getStateStore(DetectorTopology.OWN_ALERTS));
        task = new Task(
                context,
                new LogClock(context.getStateStore(DetectorTopology.ACCESS_TICKS), log.topics),
                new SeenEvents(
                        context.getStateStore(DetectorTopology.SEEN_EVENTS),
                        context.getStateStore(DetectorTopology.SEEN_EVENTS_BY_DUE_TIME)),
                new LoginProfiles(
                        context.getStateStore(DetectorTopology.LOGINS_BY_ACTOR), known.geography, known.snapshots),
                profiles,
                new HeldMatches(context.getStateStore(DetectorTopology.HELD_MATCHES), log.events, profiles.profiles()),
                ownAlerts,
                new Judge(inForce, CompiledRules::newMatcher, ownAlerts, metrics, new Telling()),
                context.taskId());
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        Task own = Objects.requireNonNull(task);
        RecordMetadata place = own.context.recordMetadata().orElseThrow();
        switch (record.value()) {
            case Tick tick -> onTick(own, record, tick, place);
            case AccessEvent event -> onEvent(own, record, event, place);
            case ActorAlerted alert ->
                own.profiles.taint(
                        record.key(),
                        alert.getFirstEventTime().toEpochMilli(),
                        alert.getLastEventTime().toEpochMilli());
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
        own.logins.tick();
        own.profiles.sweep(clock, part -> forwardPart(own, record, part));
        Tick passedOn = Tick.newBuilder()
                .setTime(Instant.ofEpochMilli(judgeDue(own, record, clock)))
                .setOrigin(own.id.toString())
                .setUpstream(place.partition())
                .setUpstreams(log.upstreams)
                .build();
        forward(own, record, own.id.toString(), passedOn, DetectorTopology.CORRELATE_ACTORS);
        own.judge.report();
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
        EnrichedEvent seen = new EnrichedEvent(event, ref, login, known.references.about(event, record.timestamp()))
                .with(own.logins);
        EnrichedEvent enriched = seen.with(own.profiles.count(seen, own.clock.time(), record.timestamp()));
        Judge.Matches matches = own.judge.match(new Judge.Judged(record, enriched, 0), record.timestamp());
        Map<Duration, Set<String>> holding = new HashMap<>();
        for (DetectionRule rule : matches.matched()) {
            if (rule.hold().isPositive()) {
                holding.computeIfAbsent(rule.hold(), it -> new HashSet<>())
                        .add(rule.metadata().id());
            }
        }
        if (!holding.isEmpty()) {
            matches.matched().removeIf(rule -> rule.hold().isPositive());
            hold(own, record.timestamp(), holding, enriched);
        }
        own.judge.tell(matches);
    }

    private void hold(Task own, long received, Map<Duration, Set<String>> holding, EnrichedEvent event) {
        Behavior behavior = event.behavior();
        List<Comparison> told = behavior == null ? List.of() : behavior.all();
        holding.forEach((hold, rules) -> {
            own.held.add(new HeldMatches.Held(
                    received, received + hold.toMillis(), rules, event.access(), event.ref(), event.login(), told));
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
                            held.event(), held.ref(), held.login(), known.references.about(held.event(), held.due()))
                    .with(Behavior.of(held.behavior()))
                    .with(own.logins);
            Judge.Matches matches =
                    own.judge.match(new Judge.Judged(record, enriched, held.due() - held.received()), held.received());
            matches.matched()
                    .removeIf(rule -> !held.rules().contains(rule.metadata().id()));
            own.judge.tell(matches);
        }
        return due.size() < MOST_DUE ? clock : due.getLast().due();
    }

    /** What somebody was alerted about must not become a habit. */
    private static void teachNothing(Task own, AccessEvent event, Alert alert) {
        if (event.getActorId() != null && AlertedActors.counts(alert.getLevel())) {
            long time = event.getEventTime().toEpochMilli();
            own.profiles.taint(ActorKey.of(event), time, time);
        }
    }

    /** Where to with what its judge says. */
    private final class Telling implements Judge.Out {
        @Override
        public void alert(Judge.Judged about, Alert alert) {
            Task own = Objects.requireNonNull(task);
            tell(own, about.record(), alert);
            teachNothing(own, about.event().access(), alert);
        }

        @Override
        public void signals(Judge.Judged of, List<Judge.Told> signals) {
            Task own = Objects.requireNonNull(task);
            List<Signal> byActor = new ArrayList<>(signals.size());
            for (Judge.Told told : signals) {
                Signal signal = told.signal();
                signal.setMaxDelayMs(signal.getMaxDelayMs() + of.heldMs());
                if (told.correlation().isByActor()) {
                    byActor.add(signal);
                } else {
                    forward(own, of.record(), GroupKey.of(signal), signal, DetectorTopology.WRITE_SIGNALS);
                }
            }
            if (!byActor.isEmpty()) {
                EventSignals event = new EventSignals(byActor);
                forward(own, of.record(), of.record().key(), event, DetectorTopology.CORRELATE_ACTORS);
            }
        }

        @Override
        public void ownAlert(Judge.Judged at, Alert alert) {
            tell(Objects.requireNonNull(task), at.record(), alert);
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
            return own.logins.record(event, record.timestamp(), part -> forwardPart(own, record, part));
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

    private void tell(Task own, Record<String, ? extends SpecificRecord> record, Alert alert) {
        metrics.alerted(alert.getRuleId(), 1);
        forward(own, record, alert.getEntityKey(), alert, DetectorTopology.WRITE_ALERTS);
    }

    private static void forwardPart(Task own, Record<String, SpecificRecord> record, ProfilePart part) {
        String key = Snapshots.key(part.getTenant(), part.getProfile(), part.getPeers());
        forward(own, record, key, part, DetectorTopology.WRITE_SIGNALS);
    }

    private static void forward(
            Task own, Record<String, ? extends SpecificRecord> record, String key, Object value, String to) {
        own.context.forward(record.withKey(key).withValue(value), to);
    }
}
