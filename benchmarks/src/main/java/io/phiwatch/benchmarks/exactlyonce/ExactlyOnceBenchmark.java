package io.phiwatch.benchmarks.exactlyonce;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.benchmarks.BenchmarkBroker;
import io.phiwatch.benchmarks.Output;
import io.phiwatch.benchmarks.StreamsRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What one stored value per event costs under exactly-once, by setting. */
@Command(
        name = "exactly-once",
        description = "Events per second of one stored value per event under exactly-once, by setting.")
public final class ExactlyOnceBenchmark implements Callable<Integer> {
    private static final String INPUT = "readings";
    private static final int READING_BYTES = 16;

    @Option(names = "--events", description = "Events in the backlog (default: ${DEFAULT-VALUE}).")
    private int events = 600_000;

    @Option(names = "--groups", description = "Groups with a value each (default: ${DEFAULT-VALUE}).")
    private int groups = 200_000;

    @Option(names = "--bytes", description = "Bytes of each value (default: ${DEFAULT-VALUE}).")
    private int bytes = 500;

    @Option(names = "--seconds", description = "Longest time for each variant (default: ${DEFAULT-VALUE}).")
    private int seconds = 3;

    @Option(names = "--rounds", description = "Runs of each variant; the fastest counts (default: ${DEFAULT-VALUE}).")
    private int rounds = 2;

    @Option(names = "--partitions", description = "Partitions of the input (default: ${DEFAULT-VALUE}).")
    private int partitions = 2;

    @Option(names = "--only", split = ",", description = "Names of variants to run; all without.")
    private List<String> only = new ArrayList<>();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws Exception {
        ObjectMapper json = new ObjectMapper();
        ArrayNode rows = json.createArrayNode();
        List<Variant> variants = Variant.all().stream()
                .filter(variant -> only.isEmpty() || only.contains(variant.name()))
                .toList();
        try (BenchmarkBroker broker = BenchmarkBroker.start()) {
            fill(broker);
            // Warms code and page cache up; not counted. What runs first is slow whatever it is: hence the rounds, too.
            for (Variant variant : List.of(variants.getFirst(), variants.getLast())) {
                measure(broker, variant, "warm-up-" + variant.name());
            }
            Map<String, ObjectNode> best = new LinkedHashMap<>();
            for (int round = 0; round < rounds; round++) {
                for (Variant variant : variants) {
                    ObjectNode row = measure(broker, variant, variant.name() + '-' + round);
                    best.merge(variant.name(), row, ExactlyOnceBenchmark::faster);
                }
            }
            ObjectNode first = best.values().iterator().next();
            best.values().forEach(row -> rows.add(row.put("ratio", hundredths(rate(row) / rate(first)))));
        }
        ObjectNode result = json.createObjectNode().put("groups", groups).put("value_bytes", bytes);
        result.put("ratio_to", variants.getFirst().name());
        result.set("variants", rows);
        output.print(result);
        return 0;
    }

    private static ObjectNode faster(ObjectNode one, ObjectNode other) {
        return rate(one) >= rate(other) ? one : other;
    }

    private static double rate(ObjectNode row) {
        return row.path("events_per_second").asDouble();
    }

    private ObjectNode measure(BenchmarkBroker broker, Variant variant, String application)
            throws InterruptedException, ExecutionException {
        Map<String, Double> producer = new ConcurrentHashMap<>();
        Map<String, Object> settings = broker.streamsSettings(variant.settings());
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG),
                List.of(ProducerMeter.class.getName()));
        settings.put(StreamsConfig.producerPrefix(ProducerMeter.VALUES), producer);
        settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        StreamsRun.Result run = new StreamsRun(broker.clientSettings())
                .measure(
                        application,
                        new StoreTopology(INPUT, bytes, variant.inMemory()).build(),
                        settings,
                        IntStream.range(0, partitions)
                                .mapToObj(partition -> new TopicPartition(INPUT, partition))
                                .toList(),
                        List.of(),
                        Duration.ofSeconds(seconds));
        long written = broker.bytesOf(application + '-');
        broker.deleteTopics(application + '-');
        return row(variant, run, producer, written);
    }

    private static ObjectNode row(Variant variant, StreamsRun.Result run, Map<String, Double> producer, long written) {
        double nanos = run.time().toNanos();
        return new ObjectMapper()
                .createObjectNode()
                .put("variant", variant.name())
                .put("events_per_second", Math.round(run.rate()))
                .put("cpu_microseconds", run.cpuMicros())
                .put("bytes_per_event", Math.round(written / (double) Math.max(1, run.records())))
                .put("batch_bytes", rounded(producer, "batch-size-avg"))
                .put("records_per_request", rounded(producer, "records-per-request-avg"))
                .put("request_ms", tenths(producer.getOrDefault("request-latency-avg", 0.0)))
                .put("ceiling", Math.round(ceiling(variant, producer)))
                .put("queued_ms", tenths(producer.getOrDefault("record-queue-time-avg", 0.0)))
                .put("retries", rounded(producer, "record-retry-total"))
                .put("flush_share", share(producer, "flush-time-ns-total", nanos))
                .put("commit_share", share(producer, "txn-commit-time-ns-total", nanos))
                .put("offsets_share", share(producer, "txn-send-offsets-time-ns-total", nanos))
                .put("buffer_wait_share", share(producer, "bufferpool-wait-time-ns-total", nanos));
    }

    /** Records that a producer can get rid of in a second: what its requests hold, at the pace at which they are answered. */
    private static double ceiling(Variant variant, Map<String, Double> producer) {
        double seconds = producer.getOrDefault("request-latency-avg", 0.0) / 1_000;
        double records = producer.getOrDefault("records-per-request-avg", 0.0);
        return seconds == 0 ? 0 : variant.inFlight() * records / seconds;
    }

    private static long rounded(Map<String, Double> values, String name) {
        return Math.round(values.getOrDefault(name, 0.0));
    }

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static double share(Map<String, Double> values, String name, double of) {
        return Math.round(values.getOrDefault(name, 0.0) / of * 1_000) / 1_000.0;
    }

    private void fill(BenchmarkBroker broker) throws InterruptedException, ExecutionException {
        broker.createTopic(INPUT, partitions);
        Random random = new Random(1);
        broker.<byte[]>write(new ByteArraySerializer(), out -> {
            for (int i = 0; i < events; i++) {
                byte[] reading = new byte[READING_BYTES];
                random.nextBytes(reading);
                out.accept(new ProducerRecord<>(INPUT, "group-" + random.nextInt(groups), reading));
            }
        });
    }
}
