package io.phiwatch.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.phiwatch.launcher.kafka.StreamsRunner;
import java.lang.management.ManagementFactory;
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
public final class StreamsRun {
    private static final Duration TIMEOUT = Duration.ofMinutes(20);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Map<String, Object> kafka;
    private final double warmUp;

    /** Measures from the first record on. */
    public StreamsRun(Map<String, Object> kafka) {
        this(kafka, 0);
    }

    /**
     * Measures what comes after a share of the input: until then code is compiled and stores fill.
     *
     * @param warmUp from 0 to less than 1
     */
    public StreamsRun(Map<String, Object> kafka, double warmUp) {
        this.kafka = kafka;
        this.warmUp = warmUp;
    }

    /**
     * How far a topology came.
     *
     * @param records input records committed in that time
     * @param time to the last commit; the time to start, to be assigned and to warm up is left out
     * @param cpu time of all cores that this process took, broker included
     * @param heapBytes what lives on the heap while it still runs, broker included
     */
    public record Result(long records, Duration time, Duration cpu, long heapBytes) {
        /** Records per second. */
        public double rate() {
            return records / (time.toNanos() / 1e9);
        }

        /** Microseconds of one core for each record: neighbours on the machine disturb it less than they do the rate. */
        public double cpuMicros() {
            return Math.round(cpu.toNanos() / 10.0 / Math.max(1, records)) / 100.0;
        }
    }

    /**
     * Runs until the input is read to its end.
     *
     * @param name application id
     * @param input partitions that have to be read to their end
     * @param between partitions that the topology itself writes and has to read to their end too
     */
    public Result measure(
            String name,
            Topology topology,
            Map<String, Object> settings,
            List<TopicPartition> input,
            List<TopicPartition> between)
            throws InterruptedException, ExecutionException {
        return measure(name, topology, settings, input, between, TIMEOUT);
    }

    /**
     * Runs until the input is read to its end or the time is over.
     *
     * @param name application id
     * @param between partitions that the topology itself writes and has to read to their end too
     * @param limit how long to run at most
     */
    public Result measure(
            String name,
            Topology topology,
            Map<String, Object> settings,
            List<TopicPartition> input,
            List<TopicPartition> between,
            Duration limit)
            throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(kafka)) {
            Map<TopicPartition, Long> ends = ends(admin, input);
            long all = ends.values().stream().mapToLong(Long::longValue).sum();
            try (StreamsRunner runner = StreamsRunner.start(name, topology, settings)) {
                if (!runner.awaitRunning(TIMEOUT)) {
                    throw new IllegalStateException(name + " does not start");
                }
                long warm = Math.round(all * warmUp);
                long before = 0;
                long start = System.nanoTime();
                long cpu = SYSTEM.getProcessCpuTime();
                while (true) {
                    long read = read(admin, name, ends);
                    if (before < warm) {
                        before = read;
                        start = System.nanoTime();
                        cpu = SYSTEM.getProcessCpuTime();
                    }
                    long nanos = System.nanoTime() - start;
                    if ((read >= all && isDrained(admin, name, between)) || nanos >= limit.toNanos()) {
                        Duration spent = Duration.ofNanos(SYSTEM.getProcessCpuTime() - cpu);
                        return new Result(read - before, Duration.ofNanos(nanos), spent, heapBytes());
                    }
                    if (!runner.isHealthy() || nanos > TIMEOUT.toNanos()) {
                        throw new IllegalStateException(name + " does not end: " + runner.state());
                    }
                    LockSupport.parkNanos(POLL_NANOS);
                }
            }
        }
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The last offset may be that of the mark that ends a transaction, which nobody commits. */
    private static boolean isDrained(Admin admin, String group, List<TopicPartition> between)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, Long> ends = ends(admin, between);
        long unread = ends.values().stream().mapToLong(Long::longValue).sum() - read(admin, group, ends);
        return unread <= between.size();
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

    private static long read(Admin admin, String group, Map<TopicPartition, Long> ends)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        return ends.entrySet().stream()
                .mapToLong(end -> {
                    OffsetAndMetadata offset = committed.get(end.getKey());
                    return offset == null ? 0 : Math.min(offset.offset(), end.getValue());
                })
                .sum();
    }
}
