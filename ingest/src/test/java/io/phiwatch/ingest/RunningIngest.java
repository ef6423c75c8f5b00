package io.phiwatch.ingest;

import static io.phiwatch.ingest.TestSource.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.http.HttpConfig;
import io.phiwatch.ingest.normalise.StaffNames;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** An ingest that listens on a free port and writes into a mock of Kafka. */
class RunningIngest {
    static final Instant START = Instant.parse("2026-03-01T12:00:00.250Z");

    @TempDir
    Path folder;

    final Topics topics = new Topics("phiwatch.");
    final TopicSerdes serdes = new TopicSerdes(BundledSchemas.load());
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final HttpClient client = HttpClient.newHttpClient();
    final ListAppender<ILoggingEvent> logs = new ListAppender<>();
    final FakeAdapter adapter = new FakeAdapter();
    volatile Instant now = START;
    /** What the broker does with deliveries; null if it takes them. */
    volatile KafkaException brokerFailure;
    /** What it does with ticks and heartbeats; null if it takes them. */
    volatile KafkaException tickFailure;
    /** What the broker waits for before it takes deliveries; null if it does not wait. */
    volatile CompletableFuture<Void> brokerStall;

    MockProducer<String, byte[]> kafka;
    Ingest ingest;

    @BeforeEach
    void start() {
        logs.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(logs);
        kafka = new FailingProducer(cluster());
        ingest = Ingest.start(config(), adapters(), TestSource.SCANNER, runtime(), () -> kafka);
    }

    @AfterEach
    void stop() {
        ingest.close();
        client.close();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(logs);
    }

    List<Adapter> adapters() {
        return List.of(adapter);
    }

    IngestConfig config() {
        return new IngestConfig(
                HttpConfig.defaults().at("127.0.0.1", 0),
                List.of(),
                new IngestConfig.Privacy(StaffNames.CLEAR, folder.resolve("keys"), true),
                Map.of(),
                IngestConfig.Databases.bundled(),
                Map.of(),
                folder.resolve("state"),
                IngestConfig.Sources.of(List.of(SOURCE)));
    }

    /** Starts anew with another configuration. */
    void restart(IngestConfig config) {
        ingest.close();
        registry = new SimpleMeterRegistry();
        kafka = new FailingProducer(cluster());
        ingest = Ingest.start(config, adapters(), TestSource.SCANNER, runtime(), () -> kafka);
    }

    IngestRuntime runtime() {
        return new IngestRuntime(topics, serdes, Map.of(), () -> now, registry, () -> "metrics of the launcher");
    }

    Cluster cluster() {
        Node node = new Node(0, "localhost", 9092);
        Node[] nodes = {node};
        List<PartitionInfo> partitions = new ArrayList<>();
        for (Topic<?> topic : topics.all()) {
            for (int i = 0; i < 2; i++) {
                partitions.add(new PartitionInfo(topic.name(), i, node, nodes, nodes));
            }
        }
        return new Cluster("test", Arrays.asList(nodes), partitions, Set.of(), Set.of());
    }

    double count(String outcome) {
        Counter counter =
                registry.find("phiwatch.ingest.items").tag("outcome", outcome).counter();
        return counter == null ? 0 : counter.count();
    }

    /** Waits until a gauge has a value. */
    void awaitGauge(String name, double value) {
        await(() -> registry.get(name).gauge().value() == value);
    }

    /** Waits until a condition is met; fails after ten seconds. */
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    List<AccessEvent> events() {
        return values(topics.access(Surface.portal), AccessEvent.class).stream()
                .map(AccessEvent.class::cast)
                .toList();
    }

    <V extends SpecificRecord> List<SpecificRecord> values(Topic<V> topic, Class<?> type) {
        return records(topic).stream()
                .<SpecificRecord>map(
                        record -> serdes.value(topic).deserializer().deserialize(topic.name(), record.value()))
                .filter(type::isInstance)
                .toList();
    }

    List<ProducerRecord<String, byte[]>> records(Topic<?> topic) {
        return kafka.history().stream()
                .filter(record -> record.topic().equals(topic.name()))
                .toList();
    }

    HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return post("/ingest/shop-main", TestSource.SECRET, body);
    }

    HttpResponse<String> post(String path, String signature, String body) throws IOException, InterruptedException {
        return post(path, signature, BodyPublishers.ofString(body));
    }

    HttpResponse<String> post(String path, String signature, BodyPublisher body)
            throws IOException, InterruptedException {
        return client.send(
                request(path).header("X-Signature", signature).POST(body).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String signature, String header) throws IOException, InterruptedException {
        return client.send(
                request(path)
                        .header("X-Signature", signature)
                        .header(header, "?")
                        .build(),
                BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ingest.port() + path));
    }

    /** Takes ticks at all times, and deliveries unless it is told not to. */
    final class FailingProducer extends MockProducer<String, byte[]> {
        FailingProducer(Cluster cluster) {
            super(cluster, true, new RoundRobinPartitioner(), new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
            KafkaException failure = brokerFailure;
            CompletableFuture<Void> stalled = brokerStall;
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
            return stalled == null ? super.send(record) : stalled.thenApply(done -> metadata(super.send(record)));
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
            KafkaException failure = tickFailure;
            if (failure == null || callback == null) {
                return super.send(record, callback);
            }
            callback.onCompletion(null, failure);
            return CompletableFuture.failedFuture(failure);
        }

        private static RecordMetadata metadata(Future<RecordMetadata> sent) {
            return sent.resultNow();
        }
    }
}
