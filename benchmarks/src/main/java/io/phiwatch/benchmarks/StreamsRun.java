package io.phiwatch.benchmarks;

import io.phiwatch.launcher.kafka.StreamsRunner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.Topology;

/** Runs a topology over what lies in its input topics and measures until its committed offsets have reached the end. */
final class StreamsRun {
    private static final Duration TIMEOUT = Duration.ofMinutes(20);

    private final Map<String, Object> kafka;

    StreamsRun(Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    /**
     * Time from the first record to the last commit; the time to start and to be assigned is left out.
     *
     * @param input partitions that have to be read to their end
     */
    Duration measure(String name, Topology topology, Map<String, Object> settings, List<TopicPartition> input)
            throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(kafka)) {
            Map<TopicPartition, Long> ends = ends(admin, input);
            try (StreamsRunner runner = StreamsRunner.start(name, topology, settings)) {
                if (!runner.awaitRunning(TIMEOUT)) {
                    throw new IllegalStateException(name + " does not start");
                }
                long start = System.nanoTime();
                while (!isDone(admin, name, ends)) {
                    if (!runner.isHealthy() || System.nanoTime() - start > TIMEOUT.toNanos()) {
                        throw new IllegalStateException(name + " does not end: " + runner.state());
                    }
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                }
                return Duration.ofNanos(System.nanoTime() - start);
            }
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin, List<TopicPartition> input)
            throws InterruptedException, ExecutionException {
        return admin
                .listOffsets(input.stream()
                        .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private static boolean isDone(Admin admin, String group, Map<TopicPartition, Long> ends)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        return ends.entrySet().stream().allMatch(end -> {
            OffsetAndMetadata offset = committed.get(end.getKey());
            return end.getValue() == 0 || (offset != null && offset.offset() >= end.getValue());
        });
    }
}
