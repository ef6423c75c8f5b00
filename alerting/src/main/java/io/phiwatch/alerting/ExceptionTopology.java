package io.phiwatch.alerting;

import io.phiwatch.schema.Suppression;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** Brings exceptions to every instance, and keeps what they suppressed. */
final class ExceptionTopology {
    static final String READ_EXCEPTIONS = "read-exceptions";
    static final String FOLLOW_EXCEPTIONS = "follow-exceptions";

    private final Topics topics;
    private final TopicSerdes serdes;

    ExceptionTopology(Topics topics, TopicSerdes serdes) {
        this.topics = topics;
        this.serdes = serdes;
    }

    void addTo(Topology topology) {
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(AlertingTopology.EXCEPTIONS_STORE),
                                serdes.key(),
                                serdes.value(topics.exceptions()))
                        .withLoggingDisabled(),
                READ_EXCEPTIONS,
                serdes.key().deserializer(),
                serdes.value(topics.exceptions()).deserializer(),
                topics.exceptions().name(),
                FOLLOW_EXCEPTIONS,
                FollowExceptionsProcessor::new);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(AlertingTopology.SUPPRESSIONS_STORE),
                        serdes.key(),
                        serdes.store(AlertingTopology.SUPPRESSIONS_STORE, Suppression.class)),
                AlertingTopology.JOIN_INCIDENTS);
        topology.addStateStore(
                Stores.windowStoreBuilder(
                        Stores.persistentWindowStore(
                                AlertingTopology.SUPPRESSED_STORE,
                                StoredSuppressions.REMEMBERED.multipliedBy(2),
                                StoredSuppressions.REMEMBERED,
                                false),
                        serdes.key(),
                        Serdes.Long()),
                AlertingTopology.JOIN_INCIDENTS);
        topology.<String, Suppression>addSink(
                AlertingTopology.WRITE_SUPPRESSIONS,
                topics.suppressions().name(),
                serdes.key().serializer(),
                serdes.value(topics.suppressions()).serializer(),
                new EntityPartitioner(),
                AlertingTopology.JOIN_INCIDENTS);
    }
}
