package io.phiwatch.ingest.publish;

import io.phiwatch.schema.Topic;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Encodes records of the catalogue's topics; their Kafka timestamp is always ingest's own clock. Thread-safe. */
public final class Records {
    private final TopicSerdes serdes;
    private final Map<String, Serializer<?>> serializers = new ConcurrentHashMap<>();

    public Records(TopicSerdes serdes) {
        this.serdes = serdes;
    }

    <V extends SpecificRecord> ProducerRecord<String, byte[]> of(Topic<V> topic, String key, V value, Instant time) {
        return of(topic, null, key, value, time);
    }

    <V extends SpecificRecord> ProducerRecord<String, byte[]> of(
            Topic<V> topic, @Nullable Integer partition, String key, V value, Instant time) {
        byte[] encoded = serializer(topic).serialize(topic.name(), value);
        return new ProducerRecord<>(topic.name(), partition, time.toEpochMilli(), key, encoded);
    }

    @SuppressWarnings("unchecked") // a topic's name stands for its type
    private <V extends SpecificRecord> Serializer<V> serializer(Topic<V> topic) {
        return (Serializer<V>) serializers.computeIfAbsent(
                topic.name(), name -> serdes.value(topic).serializer());
    }
}
