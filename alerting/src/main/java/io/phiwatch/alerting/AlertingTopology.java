package io.phiwatch.alerting;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.alerting.incident.Incidents;
import io.phiwatch.alerting.ledger.LedgerTopology;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Alerts and commands become incidents, evidence and pages; alerts go out to SIEMs.
 *
 * <pre>
 *   alerts ────────────┬─► join-incidents ─┬─► incidents, suppressions
 *   incident-commands ─┘    (incidents,    ├─► evidence
 *          ▲                 places,       ├─► notifications
 *          │                 suppressions) ├─► page-cues
 *          │                               ├─► incident-commands (what one incident asks of another)
 *          │                               └─► incident-traces ─► link-incidents ─┐
 *          └──────────────────────────────────────────────────────(traces)────────┘
 *   exceptions ──────────► every instance
 *   alerts ──────────────► format-ocsf ──────► alerts.ocsf
 *   evidence ────────────► grow-tree ────────► evidence-roots
 * </pre>
 *
 * The task that owns an entity key is the only writer of its incidents: alerts and commands of one entity meet on one
 * partition. Its clock is the timestamps of the records; it reads no other and punctuates nothing.
 */
public final class AlertingTopology {
    static final String READ_ALERTS = "read-alerts";
    static final String READ_COMMANDS = "read-incident-commands";
    static final String JOIN_INCIDENTS = "join-incidents";
    static final String FORMAT_OCSF = "format-ocsf";
    static final String WRITE_INCIDENTS = "write-incidents";
    static final String WRITE_EVIDENCE = "write-evidence";
    static final String WRITE_NOTIFICATIONS = "write-notifications";
    static final String WRITE_PAGE_CUES = "write-page-cues";
    static final String WRITE_OCSF = "write-alerts-ocsf";
    static final String WRITE_COMMANDS = "write-incident-commands";
    static final String WRITE_TRACES = "write-incident-traces";
    static final String WRITE_SUPPRESSIONS = "write-suppressions";
    static final String INCIDENTS_STORE = "incidents-by-entity";
    static final String PLACES_STORE = "alert-places-by-entity";
    static final String EXCEPTIONS_STORE = "exceptions-by-tenant";
    static final String SUPPRESSIONS_STORE = "suppressions-by-entity";
    static final String SUPPRESSED_STORE = "suppressed-hits-by-alert";
    static final String TRACES_STORE = "incidents-by-trace";

    private static final int COMMIT_MILLIS = 100;
    private static final int LINGER_MILLIS = 5;
    private static final int BATCH_BYTES = 128 * 1024;

    private final AlertingConfig config;
    private final Topics topics;
    private final TopicSerdes serdes;
    private final MeterRegistry meters;

    public AlertingTopology(AlertingConfig config, Topics topics, TopicSerdes serdes, MeterRegistry meters) {
        this.config = config;
        this.topics = topics;
        this.serdes = serdes;
        this.meters = meters;
    }

    /**
     * Properties of Kafka Streams that the topology counts on; the caller adds application id, servers and state folder.
     * The classic protocol with static membership resumes fastest after a kill; the short commit interval bounds how late
     * a page is under exactly-once.
     */
    public static Map<String, Object> defaults() {
        return Map.of(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                COMMIT_MILLIS,
                StreamsConfig.GROUP_PROTOCOL_CONFIG,
                "classic",
                StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
                BoundedRocksDb.class,
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                SkipUnreadable.class,
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                SkipFaulty.class,
                // its constant is deprecated before its default has changed
                "processing.exception.handler.global.enabled",
                true,
                StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG),
                "lz4",
                StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
                LINGER_MILLIS,
                StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG),
                BATCH_BYTES);
    }

    /** The topology, for one instance of Kafka Streams. */
    public Topology build() {
        Topology topology = new Topology();
        addSources(topology);
        joinIncidents(topology);
        new LinkTopology(topics, serdes).addTo(topology);
        new ExceptionTopology(topics, serdes).addTo(topology);
        formatOcsf(topology);
        new LedgerTopology(topics, serdes).addTo(topology);
        return topology;
    }

    private void addSources(Topology topology) {
        topology.addSource(
                READ_ALERTS,
                serdes.key().deserializer(),
                serdes.value(topics.alerts()).deserializer(),
                topics.alerts().name());
        topology.addSource(
                READ_COMMANDS,
                serdes.key().deserializer(),
                serdes.value(topics.incidentCommands()).deserializer(),
                topics.incidentCommands().name());
    }

    private void joinIncidents(Topology topology) {
        Incidents incidents = new Incidents(
                config.incidents(),
                CommandCatalogue.steps(config.duties()),
                config.duties().followUp());
        AlertingMetrics metrics = new AlertingMetrics(meters);
        topology.addProcessor(
                JOIN_INCIDENTS, () -> new JoinIncidentsProcessor(incidents, metrics), READ_ALERTS, READ_COMMANDS);
        topology.addStateStore(incidentsStore(), JOIN_INCIDENTS);
        topology.addStateStore(placesStore(), JOIN_INCIDENTS);
        addEntitySink(topology, WRITE_INCIDENTS, topics.incidents());
        addEntitySink(topology, WRITE_NOTIFICATIONS, topics.notifications());
        addEntitySink(topology, WRITE_COMMANDS, topics.incidentCommands());
        topology.addSink(
                WRITE_EVIDENCE,
                topics.evidence().name(),
                serdes.key().serializer(),
                serdes.value(topics.evidence()).serializer(),
                JOIN_INCIDENTS);
        topology.addSink(
                WRITE_PAGE_CUES,
                topics.pageCues().name(),
                serdes.key().serializer(),
                serdes.value(topics.pageCues()).serializer(),
                JOIN_INCIDENTS);
    }

    private <V extends SpecificRecord> void addEntitySink(Topology topology, String name, Topic<V> topic) {
        topology.<String, V>addSink(
                name,
                topic.name(),
                serdes.key().serializer(),
                serdes.value(topic).serializer(),
                new EntityPartitioner(),
                JOIN_INCIDENTS);
    }

    private void formatOcsf(Topology topology) {
        topology.<String, Alert, String, String>addProcessor(FORMAT_OCSF, FormatOcsfProcessor::new, READ_ALERTS);
        topology.addSink(
                WRITE_OCSF,
                topics.alertsOcsf().name(),
                serdes.key().serializer(),
                serdes.json().serializer(),
                FORMAT_OCSF);
    }

    private StoreBuilder<KeyValueStore<String, Incident>> incidentsStore() {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(INCIDENTS_STORE),
                serdes.key(),
                serdes.store(INCIDENTS_STORE, Incident.class));
    }

    private StoreBuilder<KeyValueStore<String, Long>> placesStore() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(PLACES_STORE), serdes.key(), Serdes.Long());
    }
}
