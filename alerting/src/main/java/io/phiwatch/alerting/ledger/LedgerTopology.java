package io.phiwatch.alerting.ledger;

import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Grows the Merkle tree over all evidence, in the one task of the one partition that holds it.
 *
 * <pre>
 *   evidence ──► grow-tree (nodes) ──► evidence-roots
 * </pre>
 *
 * The n-th committed record of {@code evidence} is leaf n, so that whoever has the topic can build the tree again. Roots
 * are not signed here: a signature takes the time of day and a key, and a stream thread has neither.
 */
public final class LedgerTopology {
    static final String READ_EVIDENCE = "read-evidence";
    static final String GROW_TREE = "grow-tree";
    static final String WRITE_ROOTS = "write-evidence-roots";
    static final String NODES_STORE = "evidence-tree-nodes";

    private final Topics topics;
    private final TopicSerdes serdes;

    public LedgerTopology(Topics topics, TopicSerdes serdes) {
        this.topics = topics;
        this.serdes = serdes;
    }

    /** Adds its part to a topology. */
    public void addTo(Topology topology) {
        topology.addSource(
                READ_EVIDENCE,
                serdes.key().deserializer(),
                serdes.value(topics.evidence()).deserializer(),
                topics.evidence().name());
        topology.addProcessor(GROW_TREE, GrowTreeProcessor::new, READ_EVIDENCE);
        topology.addStateStore(nodesStore(), GROW_TREE);
        topology.addSink(
                WRITE_ROOTS,
                topics.evidenceRoots().name(),
                serdes.key().serializer(),
                serdes.value(topics.evidenceRoots()).serializer(),
                GROW_TREE);
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> nodesStore() {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(NODES_STORE), Serdes.Bytes(), Serdes.ByteArray());
    }
}
