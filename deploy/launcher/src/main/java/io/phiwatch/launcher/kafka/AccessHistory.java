package io.phiwatch.launcher.kafka;

import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The access topics as one history: committed records of all partitions, merged by their timestamps. Reads in no group
 * and writes nothing. Not thread-safe.
 */
public final class AccessHistory implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    /** A partition that is this far ahead of the others waits for them. */
    private static final int MOST_BUFFERED = 2_000;

    private final Consumer<byte[], byte[]> consumer;
    private final Deserializer<SpecificRecord> values;
    private final Map<TopicPartition, Partition> partitions = new LinkedHashMap<>();
    private final int accessPartitions;
    private long unreadable;

    /**
     * A record of the history.
     *
     * @param timestamp epoch milliseconds
     */
    public record Entry(Surface surface, int partition, long offset, long timestamp, SpecificRecord value) {}

    private static final class Partition {
        private final TopicPartition id;
        private final Surface surface;
        private final Deque<ConsumerRecord<byte[], byte[]>> buffer = new ArrayDeque<>();
        private long end;

        Partition(TopicPartition id, Surface surface) {
            this.id = id;
            this.surface = surface;
        }
    }

    /** The access topics, with the heartbeats of sources among them: these count as of surface admin. */
    public static AccessHistory withHeartbeats(Map<String, Object> kafkaProperties, TopicSerdes serdes, Topics topics) {
        AccessHistory history = new AccessHistory(kafkaProperties, serdes, topics);
        history.add(topics.heartbeats().name(), Surface.admin);
        history.consumer.assign(history.partitions.keySet());
        return history;
    }

    /** The access topics. */
    public AccessHistory(Map<String, Object> kafkaProperties, TopicSerdes serdes, Topics topics) {
        Map<String, Object> properties = new HashMap<>(kafkaProperties);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.values = serdes.value(topics.access().getFirst()).deserializer();
        for (Surface surface : Surface.values()) {
            add(topics.access(surface).name(), surface);
        }
        this.accessPartitions = partitions.size() / Surface.values().length;
        consumer.assign(partitions.keySet());
    }

    private void add(String topic, Surface surface) {
        consumer.partitionsFor(topic).forEach(info -> {
            TopicPartition id = new TopicPartition(topic, info.partition());
            partitions.put(id, new Partition(id, surface));
        });
    }

    /** Partitions of each access topic. */
    public int partitions() {
        return accessPartitions;
    }

    /**
     * Goes to the first record of a time.
     *
     * @param from empty for the oldest that is kept
     * @return about how many records there are from there to now
     */
    public long seek(Optional<Instant> from) {
        consumer.endOffsets(partitions.keySet()).forEach((id, end) -> of(id).end = end);
        consumer.seekToBeginning(partitions.keySet());
        from.ifPresent(time -> {
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.keySet().forEach(id -> times.put(id, time.toEpochMilli()));
            consumer.offsetsForTimes(times).forEach(this::seek);
        });
        return partitions.values().stream()
                .mapToLong(partition -> Math.max(0, partition.end - consumer.position(partition.id)))
                .sum();
    }

    private void seek(TopicPartition id, @Nullable OffsetAndTimestamp first) {
        consumer.seek(id, first == null ? of(id).end : first.offset());
    }

    /**
     * Hands on every record up to what was the end at {@link #seek}, oldest first, until one is refused.
     *
     * @param read told how many records were read, those that nobody can read included
     */
    public void forEach(Predicate<Entry> goOn, LongConsumer read) {
        PriorityQueue<Partition> heads = new PriorityQueue<>(Comparator.comparingLong(
                partition -> partition.buffer.getFirst().timestamp()));
        List<Partition> waiting = new ArrayList<>(partitions.values());
        while (true) {
            fill(waiting);
            waiting.removeIf(partition -> partition.buffer.isEmpty());
            heads.addAll(waiting);
            waiting.clear();
            Partition next = heads.poll();
            if (next == null) {
                return;
            }
            ConsumerRecord<byte[], byte[]> first = next.buffer.removeFirst();
            read.accept(1);
            Optional<Entry> entry = entry(next.surface, first);
            if (entry.isPresent() && !goOn.test(entry.get())) {
                return;
            }
            waiting.add(next);
        }
    }

    /** Reads on until each of those partitions has a record, or is at its end. */
    private void fill(List<Partition> waiting) {
        while (waiting.stream().anyMatch(partition -> partition.buffer.isEmpty() && !isRead(partition))) {
            consumer.poll(POLL).forEach(next -> {
                Partition partition = of(new TopicPartition(next.topic(), next.partition()));
                if (next.offset() < partition.end) {
                    partition.buffer.addLast(next);
                }
            });
            consumer.resume(consumer.paused());
            consumer.pause(partitions.values().stream()
                    .filter(partition -> partition.buffer.size() >= MOST_BUFFERED || isRead(partition))
                    .map(partition -> partition.id)
                    .toList());
        }
    }

    private boolean isRead(Partition partition) {
        return consumer.position(partition.id) >= partition.end;
    }

    private Optional<Entry> entry(Surface surface, ConsumerRecord<byte[], byte[]> next) {
        try {
            return Optional.ofNullable(values.deserialize(next.topic(), next.value()))
                    .map(value -> new Entry(surface, next.partition(), next.offset(), next.timestamp(), value));
        } catch (SerializationException e) {
            unreadable++;
            return Optional.empty();
        }
    }

    /** Records so far whose values nobody can read. */
    public long unreadable() {
        return unreadable;
    }

    private Partition of(TopicPartition id) {
        return Objects.requireNonNull(partitions.get(id));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
