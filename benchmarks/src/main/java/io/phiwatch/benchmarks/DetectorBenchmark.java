package io.phiwatch.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.detector.DetectorConfig;
import io.phiwatch.detector.DetectorStreams;
import io.phiwatch.launcher.DetectorRole;
import io.phiwatch.launcher.kafka.EmbeddedKafka;
import io.phiwatch.launcher.kafka.TopicAdmin;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.ActorKey;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Tick;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The detector over a backlog, against a topology that only decodes the same topics. */
@Command(
        name = "detector",
        description = "Events per second of the detector, and of a topology that only decodes the same topics.")
public final class DetectorBenchmark implements Callable<Integer> {
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    private static final int EVENTS_PER_SECOND = 1_000;

    @Option(names = "--events", description = "Events in the backlog (default: ${DEFAULT-VALUE}).")
    private int events = 500_000;

    @Option(names = "--actors", description = "Actors among them (default: ${DEFAULT-VALUE}).")
    private int actors = 100_000;

    @Option(names = "--partitions", description = "Partitions of each topic (default: ${DEFAULT-VALUE}).")
    private int partitions = 2;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean asJson;

    @Spec
    private @Nullable CommandSpec spec;

    private final AtomicReference<@Nullable Exception> writeFailure = new AtomicReference<>();

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("phiwatch-bench");
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("kafka"), 0)) {
            Map<String, Object> kafka =
                    new HashMap<>(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
            try (TopicAdmin admin = new TopicAdmin(kafka)) {
                admin.ensure(TOPICS, partitions, Optional.of((short) 1));
            }
            TopicSerdes serdes = new TopicSerdes(BundledSchemas.load());
            fill(kafka, serdes);
            if (writeFailure.get() != null) {
                throw new IllegalStateException("the backlog could not be written", writeFailure.get());
            }
            StreamsRun run = new StreamsRun(kafka);
            // The first run warms the broker's page cache and the decoder; it is not counted.
            run.measure("warm-up", decodeOnly(serdes), settings(kafka, folder), input());
            Duration decoding = run.measure("decode-only", decodeOnly(serdes), settings(kafka, folder), input());
            Duration detecting = run.measure(
                    "detector",
                    DetectorRole.topology(DetectorConfig.of(partitions), TOPICS, serdes, new SimpleMeterRegistry()),
                    settings(kafka, folder),
                    input());
            print(decoding, detecting);
        } finally {
            delete(folder);
        }
        return 0;
    }

    private void print(Duration decoding, Duration detecting) {
        double decoded = rate(decoding);
        double detected = rate(detecting);
        ObjectNode result = new ObjectMapper()
                .createObjectNode()
                .put("events", events)
                .put("actors", actors)
                .put("partitions", partitions)
                .put("decode_only_events_per_second", Math.round(decoded))
                .put("detector_events_per_second", Math.round(detected))
                .put("ratio", Math.round(detected / decoded * 1_000) / 1_000.0);
        Objects.requireNonNull(spec)
                .commandLine()
                .getOut()
                .println(
                        asJson
                                ? result
                                : String.format(
                                        Locale.ROOT,
                                        "detector %.0f/s, decoding only %.0f/s, ratio %.3f",
                                        detected,
                                        decoded,
                                        detected / decoded));
    }

    private double rate(Duration time) {
        return events / (time.toNanos() / 1e9);
    }

    private void fill(Map<String, Object> kafka, TopicSerdes serdes) {
        Instant start = Instant.parse("2026-11-01T08:00:00Z");
        AccessEvents source = new AccessEvents(1, actors, start, EVENTS_PER_SECOND);
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
        try (KafkaProducer<String, SpecificRecord> producer = new KafkaProducer<>(
                settings,
                serdes.key().serializer(),
                serdes.value(TOPICS.access(Surface.portal)).serializer())) {
            tick(producer, start);
            for (int i = 1; i <= events; i++) {
                AccessEvent event = source.next();
                send(
                        producer,
                        new ProducerRecord<>(
                                TOPICS.access(event.getSurface()).name(),
                                null,
                                event.getEventReceived().toEpochMilli(),
                                ActorKey.of(event),
                                event));
                if (i % EVENTS_PER_SECOND == 0) {
                    tick(producer, source.lastTime());
                }
            }
        }
    }

    private void tick(KafkaProducer<String, SpecificRecord> producer, Instant time) {
        Tick tick = Tick.newBuilder().setTime(time).setOrigin("bench").build();
        for (Topic<SpecificRecord> topic : TOPICS.access()) {
            for (int partition = 0; partition < partitions; partition++) {
                send(producer, new ProducerRecord<>(topic.name(), partition, time.toEpochMilli(), "tick", tick));
            }
        }
    }

    private void send(KafkaProducer<String, SpecificRecord> producer, ProducerRecord<String, SpecificRecord> record) {
        Future<RecordMetadata> unused = producer.send(record, (metadata, failure) -> {
            if (failure != null) {
                writeFailure.compareAndSet(null, failure);
            }
        });
    }

    private List<TopicPartition> input() {
        return TOPICS.access().stream()
                .flatMap(topic -> IntStream.range(0, partitions)
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .toList();
    }

    private static Map<String, Object> settings(Map<String, Object> kafka, Path folder) {
        Map<String, Object> settings = new HashMap<>(DetectorStreams.defaults(new SimpleMeterRegistry()));
        settings.putAll(kafka);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("streams").toString());
        // One thread: with two, the first has read everything before the second lets the application be RUNNING.
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        return settings;
    }

    private static Topology decodeOnly(TopicSerdes serdes) {
        String[] names = TOPICS.access().stream()
                .map(Topic::name)
                .collect(Collectors.toList())
                .toArray(String[]::new);
        return new Topology()
                .addSource(
                        "read-access",
                        Serdes.String().deserializer(),
                        serdes.value(TOPICS.access(Surface.portal)).deserializer(),
                        names)
                .addProcessor("decode-only", Ignore::new, "read-access");
    }

    private static final class Ignore implements Processor<String, SpecificRecord, Void, Void> {
        @Override
        public void process(Record<String, SpecificRecord> record) {
            // Decoding was the work.
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
