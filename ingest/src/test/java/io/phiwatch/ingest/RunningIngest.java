package io.phiwatch.ingest;

import static io.phiwatch.ingest.TestSource.SOURCE;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.ingest.adapter.Adapter;
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
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
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
    private Path keys;

    final Topics topics = new Topics("phiwatch.");
    final TopicSerdes serdes = new TopicSerdes(BundledSchemas.load());
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final HttpClient client = HttpClient.newHttpClient();
    final ListAppender<ILoggingEvent> logs = new ListAppender<>();
    volatile Instant now = START;
    MockProducer<String, byte[]> kafka;
    Ingest ingest;

    @BeforeEach
    void start() {
        logs.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(logs);
        kafka = new MockProducer<>(
                cluster(), true, new RoundRobinPartitioner(), new StringSerializer(), new ByteArraySerializer());
        ingest = Ingest.start(config(), adapters(), TestSource.SCANNER, runtime(), () -> kafka);
    }

    @AfterEach
    void stop() {
        ingest.close();
        client.close();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(logs);
    }

    List<Adapter> adapters() {
        return List.of(new FakeAdapter());
    }

    IngestConfig config() {
        return new IngestConfig(
                new IngestConfig.Http("127.0.0.1", 0, 8 * 1024 * 1024),
                new IngestConfig.Privacy(StaffNames.CLEAR, keys, true),
                Map.of(),
                IngestConfig.Databases.bundled(),
                Map.of(),
                List.of(SOURCE));
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
        return registry.get("phiwatch.ingest.items")
                .tag("outcome", outcome)
                .counter()
                .count();
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
}
