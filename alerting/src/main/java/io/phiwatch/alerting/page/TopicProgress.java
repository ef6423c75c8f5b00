package io.phiwatch.alerting.page;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether a topic has grown since it was last asked. The detector passes ingest's ticks on to {@code signals} each second,
 * so growth there shows that ingest, Kafka and the detector live, traffic or not. Used by one thread; closed by its owner.
 */
public final class TopicProgress implements BooleanSupplier, AutoCloseable {
    private final Consumer<?, ?> consumer;
    private final String topic;
    private Map<TopicPartition, Long> ends = Map.of();

    public TopicProgress(Consumer<?, ?> consumer, String topic) {
        this.consumer = consumer;
        this.topic = topic;
    }

    @Override
    public synchronized boolean getAsBoolean() {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        Map<TopicPartition, Long> now = consumer.endOffsets(partitions);
        boolean isFirst = ends.isEmpty();
        boolean hasGrown = !now.equals(ends);
        ends = now;
        return !isFirst && hasGrown;
    }

    @Override
    public synchronized void close() {
        consumer.close();
    }
}
