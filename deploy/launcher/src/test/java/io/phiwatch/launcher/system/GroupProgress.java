package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How far a detector has come, as its group's committed offsets tell. */
final class GroupProgress implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(8);
    private static final Duration POLL = Duration.ofMillis(20);

    private final String group;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> committed;
    private final List<TopicPartition> access;
    private final List<TopicPartition> signals;
    private final Map<TopicPartition, Long> lastSignals = new HashMap<>();

    GroupProgress(Map<String, Object> kafka, String group, Topics topics, int partitions) {
        this.group = group;
        this.admin = Admin.create(kafka);
        Map<String, Object> reading = new HashMap<>(kafka);
        reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.committed = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.access = partitions(topics.access().stream(), partitions);
        this.signals = partitions(Stream.of(topics.signals()), partitions);
        List<TopicPartition> all = new ArrayList<>(access);
        all.addAll(signals);
        committed.assign(all);
        committed.pause(access);
        committed.seekToBeginning(signals);
    }

    /** Waits until all that is in the access log now has been judged, and the signals that came of it too. */
    void awaitConsumed() throws ExecutionException, InterruptedException {
        awaitOffsets(committed.endOffsets(access));
        while (readSignals()) {
            awaitOffsets(lastSignals);
        }
    }

    @Override
    public void close() {
        committed.close();
        admin.close();
    }

    /** Follows the signals to their end: behind the last one lie control records, so that the end is no offset to wait for. */
    private boolean readSignals() {
        boolean isNew = false;
        Map<TopicPartition, Long> ends = committed.endOffsets(signals);
        while (ends.entrySet().stream().anyMatch(end -> committed.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> signal : committed.poll(POLL)) {
                lastSignals.put(new TopicPartition(signal.topic(), signal.partition()), signal.offset() + 1);
                isNew = true;
            }
        }
        return isNew;
    }

    private void awaitOffsets(Map<TopicPartition, Long> ends) throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        Map<TopicPartition, Long> left = left(ends);
        while (!left.isEmpty()) {
            assertThat(System.nanoTime())
                    .as("records not consumed in time: %s", left)
                    .isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            left = left(ends);
        }
    }

    /** Records before those ends that are not committed yet, by partition; none where all are. */
    private Map<TopicPartition, Long> left(Map<TopicPartition, Long> ends)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        Map<TopicPartition, Long> left = new HashMap<>();
        ends.forEach((partition, end) -> {
            OffsetAndMetadata offset = offsets.get(partition);
            long missing = end - (offset == null ? 0 : offset.offset());
            if (missing > 0) {
                left.put(partition, missing);
            }
        });
        return left;
    }

    private static List<TopicPartition> partitions(Stream<? extends Topic<?>> topics, int partitions) {
        return topics.flatMap(topic -> IntStream.range(0, partitions)
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .toList();
    }
}
