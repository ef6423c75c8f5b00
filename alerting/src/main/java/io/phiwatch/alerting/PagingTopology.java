package io.phiwatch.alerting;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.alerting.escalation.PagePlan;
import io.phiwatch.schema.OnCallOverride;
import io.phiwatch.schema.PageFlood;
import io.phiwatch.schema.Paging;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.InstantSource;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Cues become pages for people, step by step until somebody acknowledges.
 *
 * <pre>
 *   page-cues ────────┬─► escalate ───────┬─► pages              one order for each receiver
 *   oncall-overrides ─┘   (pagings,       ├─► incident-commands  what was held, grouped, found nobody
 *                          page-floods,   └─► alerts             paging itself is in trouble
 *                          overrides)
 * </pre>
 *
 * One task for the whole installation, since a flood is one over all incidents; what reaches it is bounded by the number of
 * incidents and commands, not of alerts. It goes by the clock of the installation, once a second: people wait for real.
 */
public final class PagingTopology {
    static final String READ_CUES = "read-page-cues";
    static final String READ_OVERRIDES = "read-oncall-overrides";
    static final String ESCALATE = "escalate";
    static final String WRITE_PAGES = "write-pages";
    static final String WRITE_PAGE_RESULTS = "write-page-results";
    static final String WRITE_OWN_ALERTS = "write-own-alerts";
    static final String PAGINGS_STORE = "pagings-by-incident";
    static final String FLOODS_STORE = "page-floods-by-route";
    static final String OVERRIDES_STORE = "oncall-overrides-by-id";

    private final PagePlan plan;
    private final Topics topics;
    private final TopicSerdes serdes;
    private final InstantSource clock;
    private final MeterRegistry meters;

    public PagingTopology(PagePlan plan, Topics topics, TopicSerdes serdes, InstantSource clock, MeterRegistry meters) {
        this.plan = plan;
        this.topics = topics;
        this.serdes = serdes;
        this.clock = clock;
        this.meters = meters;
    }

    /** Adds itself to the topology of alerting, which it shares topics with. */
    public Topology addTo(Topology topology) {
        addSource(topology, READ_CUES, topics.pageCues());
        addSource(topology, READ_OVERRIDES, topics.onCallOverrides());
        topology.addProcessor(ESCALATE, () -> new EscalateProcessor(plan, clock, meters), READ_CUES, READ_OVERRIDES);
        topology.addStateStore(store(PAGINGS_STORE, Paging.class), ESCALATE);
        topology.addStateStore(store(FLOODS_STORE, PageFlood.class), ESCALATE);
        topology.addStateStore(store(OVERRIDES_STORE, OnCallOverride.class), ESCALATE);
        addSink(topology, WRITE_PAGES, topics.pages(), new EntityPartitioner());
        addSink(topology, WRITE_PAGE_RESULTS, topics.incidentCommands(), new EntityPartitioner());
        addSink(topology, WRITE_OWN_ALERTS, topics.alerts(), null);
        return topology;
    }

    private <V extends SpecificRecord> void addSource(Topology topology, String name, Topic<V> topic) {
        topology.addSource(
                name, serdes.key().deserializer(), serdes.value(topic).deserializer(), topic.name());
    }

    private <V extends SpecificRecord> void addSink(
            Topology topology, String name, Topic<V> topic, @Nullable StreamPartitioner<String, Object> partitioner) {
        if (partitioner == null) {
            topology.addSink(
                    name,
                    topic.name(),
                    serdes.key().serializer(),
                    serdes.value(topic).serializer(),
                    ESCALATE);
        } else {
            topology.<String, V>addSink(
                    name,
                    topic.name(),
                    serdes.key().serializer(),
                    serdes.value(topic).serializer(),
                    partitioner,
                    ESCALATE);
        }
    }

    private <V extends SpecificRecord> StoreBuilder<KeyValueStore<String, V>> store(String name, Class<V> type) {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(name), serdes.key(), serdes.store(name, type));
    }
}
