package io.phiwatch.alerting.console.model;

import io.phiwatch.schema.Topic;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes to one topic what a person waits for: it is safe in Kafka when the call returns. Thread-safe.
 *
 * @param <V> values of the topic
 */
public final class TopicWriter<V extends SpecificRecord> implements AutoCloseable {
    private static final int DELIVERY_TIMEOUT_MS = 10_000;
    private static final int REQUEST_TIMEOUT_MS = 5_000;

    private final Producer<String, V> producer;
    private final Topic<V> topic;

    /**
     * Writes with a producer of its own.
     *
     * @param kafka client configuration, at least {@code bootstrap.servers}
     */
    public TopicWriter(Map<String, ?> kafka, TopicSerdes serdes, Topic<V> topic) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REQUEST_TIMEOUT_MS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                config, serdes.key().serializer(), serdes.value(topic).serializer());
    }

    /**
     * Writes a record.
     *
     * @param at time of the record
     * @throws UnavailableException where Kafka did not take it in time
     */
    public void write(String key, V value, Instant at) {
        Delivered.await(() -> producer.send(new ProducerRecord<>(topic.name(), null, at.toEpochMilli(), key, value)));
    }

    @Override
    public void close() {
        producer.close();
    }
}
