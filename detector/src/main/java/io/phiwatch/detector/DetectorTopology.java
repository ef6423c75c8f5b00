package io.phiwatch.detector;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.detector.behavior.Countries;
import io.phiwatch.detector.behavior.Snapshots;
import io.phiwatch.detector.context.ReferenceTables;
import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.event.EventFields;
import io.phiwatch.detector.event.ProfileSelection;
import io.phiwatch.detector.sigma.Fields;
import io.phiwatch.detector.sigma.Profile;
import io.phiwatch.detector.sigma.ProfileSet;
import io.phiwatch.schema.ReferenceTable;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Access events in, alerts out.
 *
 * <pre>
 *  access.* ─► watch-access ─┬─► alerts                    one task per access partition: all that an actor does
 *                            ├─► late-events
 *                            ├─► correlate-actors ─┬─► alerts, alert-hits, late-events
 *                            │                     └─┐
 *                            └─► signals ◄───────────┘ correlations over it
 *                                │ ▲
 *                                ▼ └──────────────────────────────┐
 *                             correlate ─┬─► alerts               │  one task per signals partition
 *                                        ├─► alert-hits           │
 *                                        ├─► late-events          │
 *                                        └─► correlations over it ┘
 *  signals ─► aggregate-profiles ─► profiles ─► every task
 *  correlate, correlate-actors ─► alerted-actors ─► watch-access
 *  heartbeats ─► watch-sources ─► alerts, signals
 * </pre>
 *
 * Ticks run along with the events, and are the only clock. Which rules are in force, every instance reads from
 * {@code rules}, and what is known beside the events from {@code reference.*}.
 */
public final class DetectorTopology {
    static final String READ_ACCESS = "read-access";
    static final String WATCH_ACCESS = "watch-access";
    static final String WRITE_ALERTS = "write-alerts";
    static final String WRITE_SIGNALS = "write-signals";
    static final String WRITE_LATE_EVENTS = "write-late-events";
    static final String ACCESS_TICKS = "access-ticks";
    static final String SEEN_EVENTS = "seen-events";
    static final String SEEN_EVENTS_BY_DUE_TIME = "seen-events-by-due-time";
    static final String LOGINS_BY_ACTOR = "logins-by-actor";
    static final String OWN_ALERTS = "own-alerts";
    static final String HELD_MATCHES = "held-matches";
    static final String OPEN_PERIODS = "open-periods";
    static final String HABITS = "habits";
    static final String PROFILE_SWEEP = "profile-sweep";

    /** Correlations by actor: their groups are whole in the task that matches, so they save the way through a topic. */
    static final String CORRELATE_ACTORS = "correlate-actors";

    static final String WRITE_ACTOR_ALERT_HITS = "write-actor-alert-hits";

    static final String READ_SIGNALS = "read-signals";
    static final String CORRELATE = "correlate";
    static final String WRITE_CORRELATED_ALERTS = "write-correlated-alerts";
    static final String WRITE_ALERT_HITS = "write-alert-hits";
    static final String WRITE_LATE_SIGNALS = "write-late-signals";
    static final String UPSTREAM_TICKS = "upstream-ticks";
    static final String WRITE_CHAINED_SIGNALS = "write-chained-signals";
    static final String GROUPS = "group-bundles";
    static final String GROUP_EVENTS = "group-events";
    static final String SHOWN_BY_ALERT = "shown-by-alert";
    static final String TIMERS = "group-timers";
    static final String LIMITS_TOLD = "limits-told";
    static final String WAITING_SIGNALS = "waiting-signals";

    static final String WRITE_ALERTED_ACTORS = "write-alerted-actors";
    static final String WRITE_OWN_ALERTED_ACTORS = "write-own-alerted-actors";

    static final String AGGREGATE_PROFILES = "aggregate-profiles";
    static final String AGGREGATE_TICKS = "aggregate-ticks";
    static final String PROFILE_PARTS = "profile-parts";
    static final String PEER_GROUPS = "peer-groups";
    static final String WRITE_PROFILES = "write-profiles";
    static final String READ_PROFILES = "read-profiles";
    static final String FOLLOW_PROFILES = "follow-profiles";
    static final String PROFILES = "profiles";

    static final String READ_HEARTBEATS = "read-heartbeats";
    static final String WATCH_SOURCES = "watch-sources";
    static final String SOURCES = "sources";
    static final String SOURCE_SEASONS = "source-seasons";
    static final String OWN_SOURCE_ALERTS = "own-source-alerts";
    static final String WRITE_SOURCE_ALERTS = "write-source-alerts";
    static final String WRITE_SOURCE_SIGNALS = "write-source-signals";

    static final String READ_RULES = "read-rules";
    static final String FOLLOW_RULES = "follow-rules";
    static final String RULES = "rules";

    static final String READ_REFERENCE = "read-reference-";
    static final String FOLLOW_REFERENCE = "follow-reference-";
    static final String REFERENCE = "reference-";

    private final DetectorConfig config;
    private final RulesInForce rules;
    private final Topics topics;
    private final TopicSerdes serdes;
    private final DetectorMetrics metrics;
    private final ReferenceTables references;
    private final Snapshots snapshots = new Snapshots();
    private final ProfileFields profiles;

    /** Profiles, and how they read events. */
    public record ProfileFields(ProfileSet set, Fields<EnrichedEvent> fields) {
        /** Those that phiwatch ships. */
        public static ProfileFields bundled() {
            return new ProfileFields(ProfileSet.bundled(), new EventFields());
        }

        /** A selection of its own for a task. */
        ProfileSelection about(Profile.Subject subject) {
            return new ProfileSelection(set.about(subject), fields);
        }
    }

    /** The topology that runs whichever rules are in force. */
    public DetectorTopology(
            DetectorConfig config, RulesInForce rules, Topics topics, TopicSerdes serdes, MeterRegistry registry) {
        this(config, rules, topics, serdes, registry, ProfileFields.bundled());
    }

    /** The topology with those profiles. */
    public DetectorTopology(
            DetectorConfig config,
            RulesInForce rules,
            Topics topics,
            TopicSerdes serdes,
            MeterRegistry registry,
            ProfileFields profiles) {
        this.profiles = profiles;
        this.config = config;
        this.rules = rules;
        this.topics = topics;
        this.serdes = serdes;
        this.metrics = new DetectorMetrics(registry);
        this.references = new ReferenceTables(registry);
    }

    /** A new topology, to run or to test. */
    public Topology build() {
        return build(new StateStores(Stores::persistentKeyValueStore, true));
    }

    /** The same topology with its state in memory only, where it ends with the process: to try rules out. */
    public Topology buildInMemory() {
        return build(new StateStores(Stores::inMemoryKeyValueStore, false));
    }

    private Topology build(StateStores stores) {
        Topology topology = new Topology();
        addAccess(topology, stores);
        addCorrelation(topology, stores);
        addProfiles(topology, stores);
        addSources(topology, stores);
        if (rules instanceof ActiveRules followed) {
            addRules(topology, followed);
        }
        ReferenceTables.HELD.forEach(table -> addReference(topology, table));
        return topology;
    }

    private void addAccess(Topology topology, StateStores stores) {
        Countries geography = Countries.load();
        Set<String> access = topics.access().stream().map(Topic::name).collect(Collectors.toUnmodifiableSet());
        String[] names = Stream.concat(
                        access.stream(), Stream.of(topics.alertedActors().name()))
                .toArray(String[]::new);
        Serde<SpecificRecord> events = serdes.value(topics.access().getFirst());
        topology.addSource(READ_ACCESS, serdes.key().deserializer(), events.deserializer(), names);
        topology.addProcessor(
                WATCH_ACCESS,
                () -> new WatchAccess(
                        rules,
                        new WatchAccess.Log(access, config.accessPartitions(), events),
                        new WatchAccess.Known(
                                geography, references, snapshots, () -> profiles.about(Profile.Subject.ACTOR)),
                        config.maxDelay(),
                        metrics),
                READ_ACCESS);
        topology.addStateStore(stores.times(ACCESS_TICKS), WATCH_ACCESS);
        topology.addStateStore(stores.store(SEEN_EVENTS, Serdes.Bytes()), WATCH_ACCESS);
        topology.addStateStore(stores.store(SEEN_EVENTS_BY_DUE_TIME, Serdes.Bytes()), WATCH_ACCESS);
        topology.addStateStore(stores.store(LOGINS_BY_ACTOR, Serdes.String()), WATCH_ACCESS);
        topology.addStateStore(stores.times(OWN_ALERTS), WATCH_ACCESS);
        topology.addStateStore(stores.store(HELD_MATCHES, Serdes.Bytes()), WATCH_ACCESS);
        topology.addStateStore(stores.store(OPEN_PERIODS, Serdes.String()), WATCH_ACCESS);
        topology.addStateStore(stores.store(HABITS, Serdes.String()), WATCH_ACCESS);
        topology.addStateStore(stores.store(PROFILE_SWEEP, Serdes.String()), WATCH_ACCESS);
        addCorrelate(topology, stores, CORRELATE_ACTORS, CorrelationPlace.atSource(), WATCH_ACCESS);
        addSink(topology, WRITE_ALERTS, topics.alerts(), WATCH_ACCESS, CORRELATE_ACTORS);
        addSink(topology, WRITE_ACTOR_ALERT_HITS, topics.alertHits(), CORRELATE_ACTORS);
        addSink(topology, WRITE_LATE_EVENTS, topics.lateEvents(), WATCH_ACCESS, CORRELATE_ACTORS);
        addSink(topology, WRITE_OWN_ALERTED_ACTORS, topics.alertedActors(), CORRELATE_ACTORS);
        addSignals(topology, WRITE_SIGNALS, WATCH_ACCESS, CORRELATE_ACTORS);
    }

    private void addCorrelation(Topology topology, StateStores stores) {
        topology.addSource(
                READ_SIGNALS,
                serdes.key().deserializer(),
                serdes.value(topics.signals()).deserializer(),
                topics.signals().name());
        CorrelationPlace place = CorrelationPlace.behindSignals(config.accessPartitions());
        addCorrelate(topology, stores, CORRELATE, place, READ_SIGNALS);
        addSink(topology, WRITE_CORRELATED_ALERTS, topics.alerts(), CORRELATE);
        addSink(topology, WRITE_ALERT_HITS, topics.alertHits(), CORRELATE);
        addSink(topology, WRITE_LATE_SIGNALS, topics.lateEvents(), CORRELATE);
        addSink(topology, WRITE_ALERTED_ACTORS, topics.alertedActors(), CORRELATE);
        addSignals(topology, WRITE_CHAINED_SIGNALS, CORRELATE);
    }

    private void addCorrelate(
            Topology topology, StateStores stores, String name, CorrelationPlace place, String parent) {
        topology.addProcessor(
                name,
                () -> new Correlate(place, rules, config, topicNames(), serdes.value(topics.signals()), metrics),
                parent);
        topology.addStateStore(stores.times(place.store(UPSTREAM_TICKS)), name);
        topology.addStateStore(stores.store(place.store(GROUPS), Serdes.String()), name);
        topology.addStateStore(stores.store(place.store(GROUP_EVENTS), Serdes.Bytes()), name);
        topology.addStateStore(stores.store(place.store(SHOWN_BY_ALERT), Serdes.String()), name);
        topology.addStateStore(stores.store(place.store(TIMERS), Serdes.Bytes()), name);
        topology.addStateStore(stores.times(place.store(LIMITS_TOLD)), name);
        topology.addStateStore(stores.store(place.store(WAITING_SIGNALS), Serdes.Bytes()), name);
    }

    private void addProfiles(Topology topology, StateStores stores) {
        topology.addProcessor(
                AGGREGATE_PROFILES, () -> new AggregateProfiles(serdes.value(topics.signals())), READ_SIGNALS);
        topology.addStateStore(stores.times(AGGREGATE_TICKS), AGGREGATE_PROFILES);
        topology.addStateStore(stores.store(PROFILE_PARTS, Serdes.Bytes()), AGGREGATE_PROFILES);
        topology.addStateStore(stores.store(PEER_GROUPS, Serdes.String()), AGGREGATE_PROFILES);
        addSink(topology, WRITE_PROFILES, topics.profiles(), AGGREGATE_PROFILES);
        addFollower(
                topology,
                topics.profiles(),
                PROFILES,
                READ_PROFILES,
                FOLLOW_PROFILES,
                () -> new FollowProfiles(snapshots));
    }

    private void addSources(Topology topology, StateStores stores) {
        topology.addSource(
                READ_HEARTBEATS,
                serdes.key().deserializer(),
                serdes.value(topics.heartbeats()).deserializer(),
                topics.heartbeats().name());
        topology.addProcessor(WATCH_SOURCES, () -> new WatchSources(rules, profiles, metrics), READ_HEARTBEATS);
        topology.addStateStore(stores.store(SOURCES, Serdes.String()), WATCH_SOURCES);
        topology.addStateStore(stores.store(SOURCE_SEASONS, Serdes.String()), WATCH_SOURCES);
        topology.addStateStore(stores.times(OWN_SOURCE_ALERTS), WATCH_SOURCES);
        addSink(topology, WRITE_SOURCE_ALERTS, topics.alerts(), WATCH_SOURCES);
        addSignals(topology, WRITE_SOURCE_SIGNALS, WATCH_SOURCES);
    }

    /** Topics where events may lie, in an order of their own: stored events tell theirs by its place. */
    private List<String> topicNames() {
        return Stream.concat(
                        topics.access().stream().map(Topic::name).sorted(),
                        Stream.of(topics.heartbeats().name()))
                .toList();
    }

    private void addSignals(Topology topology, String name, String... parents) {
        topology.addSink(
                name,
                topics.signals().name(),
                serdes.key().serializer(),
                serdes.value(topics.signals()).serializer(),
                new SignalsPartitioner(),
                parents);
    }

    private void addRules(Topology topology, ActiveRules followed) {
        addFollower(topology, topics.rules(), RULES, READ_RULES, FOLLOW_RULES, () -> new FollowRules(followed));
    }

    private void addReference(Topology topology, ReferenceTable table) {
        addFollower(
                topology,
                topics.reference(table),
                REFERENCE + table,
                READ_REFERENCE + table,
                FOLLOW_REFERENCE + table,
                () -> new FollowReferences(table, references));
    }

    /**
     * Has every instance read a whole topic. Kafka Streams wants a store for that. It stays empty: in memory it remembers no
     * place in the topic either, so that each start hands over all records.
     */
    private <V extends SpecificRecord> void addFollower(
            Topology topology,
            Topic<V> topic,
            String store,
            String source,
            String name,
            ProcessorSupplier<String, V, Void, Void> follower) {
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(store), Serdes.String(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                source,
                serdes.key().deserializer(),
                serdes.value(topic).deserializer(),
                topic.name(),
                name,
                follower);
    }

    private <V extends SpecificRecord> void addSink(Topology topology, String name, Topic<V> topic, String... parents) {
        topology.addSink(
                name,
                topic.name(),
                serdes.key().serializer(),
                serdes.value(topic).serializer(),
                parents);
    }

    /** Makes stores: where they keep what they hold, and whether a changelog lets another process have it. */
    private record StateStores(Function<String, KeyValueBytesStoreSupplier> suppliers, boolean areLogged) {
        StoreBuilder<KeyValueStore<String, Long>> times(String name) {
            return builder(name, Serdes.String(), Serdes.Long());
        }

        <K> StoreBuilder<KeyValueStore<K, byte[]>> store(String name, Serde<K> keys) {
            return builder(name, keys, Serdes.ByteArray());
        }

        private <K, V> StoreBuilder<KeyValueStore<K, V>> builder(String name, Serde<K> keys, Serde<V> values) {
            StoreBuilder<KeyValueStore<K, V>> builder =
                    Stores.keyValueStoreBuilder(suppliers.apply(name), keys, values);
            return areLogged ? builder : builder.withLoggingDisabled();
        }
    }
}
