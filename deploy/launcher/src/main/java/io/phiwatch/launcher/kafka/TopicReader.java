package io.phiwatch.launcher.kafka;

import io.phiwatch.schema.Topic;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads one topic of the catalogue, committed records only, in no group. Not thread-safe. */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<String, Object> consumer;
    private final List<TopicPartition> partitions;

    public TopicReader(Map<String, Object> kafkaProperties, TopicSerdes serdes, Topic<?> topic) {
        Map<String, Object> properties = new HashMap<>(kafkaProperties);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumer = new KafkaConsumer<>(properties, new StringDeserializer(), valueDeserializer(serdes, topic));
        this.partitions = consumer.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
    }

    /** Goes to the first record that is kept. */
    public TopicReader fromBeginning() {
        consumer.seekToBeginning(partitions);
        return this;
    }

    /** Goes behind the last record. */
    public TopicReader fromEnd() {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return this;
    }

    /** Hands records on until one is refused or the time is over. Ticks never cease, so silence would be no sign. */
    public void forEach(Duration time, Predicate<ConsumerRecord<String, Object>> goOn) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
            for (ConsumerRecord<String, Object> next : consumer.poll(POLL)) {
                if (!goOn.test(next)) {
                    return;
                }
            }
        }
    }

    /** Hands on everything that is in the topic now, then returns. */
    public void forEachNow(Predicate<ConsumerRecord<String, Object>> goOn) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<String, Object> next : consumer.poll(POLL)) {
                if (!goOn.test(next)) {
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    @SuppressWarnings("unchecked") // the catalogue ties the topic to its type; here any type will do
    private static Deserializer<Object> valueDeserializer(TopicSerdes serdes, Topic<?> topic) {
        Deserializer<?> deserializer = topic.isJson()
                ? serdes.json().deserializer()
                : serdes.value((Topic<SpecificRecord>) topic).deserializer();
        return (Deserializer<Object>) deserializer;
    }
}
