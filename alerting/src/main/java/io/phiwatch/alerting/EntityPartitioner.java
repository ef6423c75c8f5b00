package io.phiwatch.alerting;

import io.phiwatch.schema.EntityKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Puts records that are keyed by an incident id on the partition of its entity key: the one on which Kafka's default
 * partitioner puts the alerts of that entity. So a command meets its incident. For plain producers and for sinks of
 * topologies. Thread-safe.
 */
public final class EntityPartitioner implements Partitioner, StreamPartitioner<String, Object> {
    @Override
    public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
        return partitionOf(key.toString(), cluster.partitionsForTopic(topic).size());
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, String key, Object value, int partitions) {
        return Optional.of(Set.of(partitionOf(key, partitions)));
    }

    /** Partition of an incident, by murmur2 of its entity key as the default partitioner does it. */
    public static int partitionOf(String incidentId, int partitions) {
        byte[] key = EntityKey.ofIncident(incidentId).value().getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    @Override
    public void close() {
        // holds nothing
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // needs nothing
    }
}
