package io.phiwatch.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.detector.DetectorConfig;
import io.phiwatch.detector.DetectorStreams;
import io.phiwatch.launcher.demo.ResidentMemory;
import io.phiwatch.launcher.kafka.TopicAdmin;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.ActorKey;
import io.phiwatch.schema.Tick;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The detector over a backlog, stage by stage, against a topology that only decodes the same topics. */
@Command(
        name = "detector",
        description = "Events per second of the detector, and of a topology that only decodes the same topics.")
public final class DetectorBenchmark implements Callable<Integer> {
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    private static final Instant START = Instant.parse("2026-11-01T08:00:00Z");
    private static final int EVENTS_PER_SECOND = 1_000;
    /** Stores fill until then. */
    private static final double WARM_UP = 0.4;

    private static final double BUDGET = 0.15;
    private static final double GOAL = 0.35;
    private static final int SHARE = 100_000;
    private static final double MEBIBYTE = 1 << 20;

    @Option(names = "--events", description = "Events in the backlog (default: ${DEFAULT-VALUE}).")
    private int events = 1_000_000;

    @Option(names = "--actors", description = "Actors among them (default: ${DEFAULT-VALUE}).")
    private int actors = 100_000;

    @Option(names = "--partitions", description = "Partitions of each topic (default: ${DEFAULT-VALUE}).")
    private int partitions = 2;

    @Option(
            names = "--stages",
            split = ",",
            description = "Only these: the first is what the others are compared with (default: all).")
    private Set<String> chosen = Set.of();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws Exception {
        ObjectNode result = new ObjectMapper()
                .createObjectNode()
                .put("events", events)
                .put("actors", actors)
                .put("partitions", partitions);
        try (BenchmarkBroker broker = BenchmarkBroker.start();
                TopicAdmin admin = new TopicAdmin(broker.clientSettings())) {
            admin.ensure(TOPICS, partitions, Optional.of((short) 1));
            TopicSerdes serdes = new TopicSerdes(BundledSchemas.load());
            broker.write(serdes.value(TOPICS.access().getFirst()).serializer(), this::fill);
            DetectorStages stages = new DetectorStages(DetectorConfig.of(partitions), TOPICS, serdes);
            // A detector runs for weeks: what is measured shall not wait for the compiler.
            run(broker, stages.whole("warm-up"));
            forgetSignals(broker, admin);
            StreamsRun.@Nullable Result decoding = null;
            ArrayNode rows = result.putArray("stages");
            for (DetectorStages.Stage stage : stages.all()) {
                if (!chosen.isEmpty() && !chosen.contains(stage.name())) {
                    continue;
                }
                StreamsRun.Result run = run(broker, stage);
                decoding = decoding == null ? run : decoding;
                rows.add(row(stage, run, decoding.rate()));
                if (stage.isWhole()) {
                    summary(result, decoding.rate(), run);
                    memory(result, broker.storeBytesOf(stage.name()), run.heapBytes() - decoding.heapBytes());
                    storage(result, broker, stage);
                }
                forgetSignals(broker, admin);
            }
        }
        ResidentMemory.peakMebibytes().ifPresent(peak -> result.put("peak_memory_mib", peak));
        output.print(result);
        return 0;
    }

    /** What a stage passed on is not for the next. */
    private void forgetSignals(BenchmarkBroker broker, TopicAdmin admin)
            throws InterruptedException, ExecutionException {
        broker.deleteTopics(TOPICS.signals().name());
        admin.ensure(TOPICS, partitions, Optional.of((short) 1));
    }

    private StreamsRun.Result run(BenchmarkBroker broker, DetectorStages.Stage stage)
            throws InterruptedException, ExecutionException {
        return new StreamsRun(broker.clientSettings(), WARM_UP)
                .measure(
                        stage.name(),
                        stage.topology(),
                        broker.streamsSettings(DetectorStreams.defaults(new SimpleMeterRegistry())),
                        TOPICS.access().stream().flatMap(this::partitionsOf).toList(),
                        stage.isWhole() ? partitionsOf(TOPICS.signals()).toList() : List.of());
    }

    private Stream<TopicPartition> partitionsOf(Topic<?> topic) {
        return IntStream.range(0, partitions).mapToObj(partition -> new TopicPartition(topic.name(), partition));
    }

    private ObjectNode row(DetectorStages.Stage stage, StreamsRun.Result run, double decoding) {
        return new ObjectMapper()
                .createObjectNode()
                .put("stage", stage.name())
                .put("events_per_second", Math.round(run.rate()))
                .put("microseconds_per_event", Math.round(1e8 / run.rate()) / 100.0)
                .put("cpu_microseconds_per_event", run.cpuMicros())
                .put("ratio", thousandths(run.rate() / decoding));
    }

    private void summary(ObjectNode result, double decoding, StreamsRun.Result detecting) {
        double ratio = detecting.rate() / decoding;
        result.put("decode_only_events_per_second", Math.round(decoding))
                .put("detector_events_per_second", Math.round(detecting.rate()))
                .put("ratio", thousandths(ratio))
                .put("budget", BUDGET)
                .put("goal", GOAL)
                .put("passes", ratio >= BUDGET);
    }

    /** What 100,000 actors take, where that is in proportion to them: other memory has a bound of its own. */
    private void memory(ObjectNode result, long onDisk, long onHeap) {
        result.put("heap_mib_per_100000_actors", mebibytesPerShare(onHeap))
                .put("disk_mib_per_100000_actors", mebibytesPerShare(onDisk));
    }

    private double mebibytesPerShare(long bytes) {
        return Math.round(bytes * 10.0 * SHARE / actors / MEBIBYTE) / 10.0;
    }

    /** Bytes on the broker's disk, compressed as they are, for each event and each signal. */
    private void storage(ObjectNode result, BenchmarkBroker broker, DetectorStages.Stage stage)
            throws InterruptedException, ExecutionException {
        long signals = Math.max(1, Math.round(stage.signals()));
        result.put("signals", signals)
                .put("signal_bytes_per_signal", broker.bytesOf(TOPICS.signals().name()) / signals);
        ArrayNode logs = result.putArray("changelogs");
        long all = 0;
        for (String topic : broker.topics(stage.name() + '-')) {
            long bytes = broker.bytesOf(topic);
            all += bytes;
            logs.add(new ObjectMapper()
                    .createObjectNode()
                    .put("store", topic.substring(stage.name().length() + 1).replace("-changelog", ""))
                    .put("bytes_per_event", thousandths(bytes / (double) events))
                    .put("bytes_per_signal", thousandths(bytes / (double) signals)));
        }
        result.put("changelog_bytes_per_event", thousandths(all / (double) events))
                .put("changelog_bytes_per_signal", thousandths(all / (double) signals));
    }

    private static double thousandths(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }

    private void fill(Consumer<ProducerRecord<String, SpecificRecord>> out) {
        AccessEvents source = new AccessEvents(1, actors, START, EVENTS_PER_SECOND);
        tick(out, START);
        for (int i = 1; i <= events; i++) {
            AccessEvent event = source.next();
            long received = event.getEventReceived().toEpochMilli();
            String topic = TOPICS.access(event.getSurface()).name();
            out.accept(new ProducerRecord<>(topic, null, received, ActorKey.of(event), event));
            if (i % EVENTS_PER_SECOND == 0) {
                tick(out, source.lastTime());
            }
        }
    }

    private void tick(Consumer<ProducerRecord<String, SpecificRecord>> out, Instant time) {
        Tick tick = Tick.newBuilder().setTime(time).setOrigin("bench").build();
        TOPICS.access().stream()
                .flatMap(this::partitionsOf)
                .forEach(place -> out.accept(
                        new ProducerRecord<>(place.topic(), place.partition(), time.toEpochMilli(), "tick", tick)));
    }
}
