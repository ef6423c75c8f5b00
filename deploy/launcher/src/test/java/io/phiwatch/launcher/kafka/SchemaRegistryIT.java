package io.phiwatch.launcher.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Tick;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.SchemaRegistry;
import io.phiwatch.schema.serde.TopicSerdes;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against a real Apicurio Registry, started from its distribution on Maven Central. */
final class SchemaRegistryIT {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(120);
    private static final Topic<SpecificRecord> TOPIC = new Topics(Topics.DEFAULT_PREFIX).access(Surface.portal);

    private static Process server;
    private static String base;

    @BeforeAll
    static void startServer() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        base = "http://127.0.0.1:" + port;
        Path folder = Path.of(System.getProperty("phiwatch.apicurio"));
        server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-jar",
                        "quarkus-run.jar")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
        awaitReady();
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.destroy();
        if (!server.waitFor(20, TimeUnit.SECONDS)) {
            server.destroyForcibly();
        }
    }

    @Test
    void apicuriosOwnDeserializerReadsWhatWeWrote() {
        byte[] bytes = serdes().value(TOPIC).serializer().serialize(TOPIC.name(), tick());

        try (AvroKafkaDeserializer<GenericRecord> apicurio = new AvroKafkaDeserializer<>()) {
            apicurio.configure(
                    Map.of(
                            "apicurio.registry.url",
                            base + "/apis/registry/v3",
                            "apicurio.registry.headers.enabled",
                            false,
                            "apicurio.registry.use-id",
                            "contentId",
                            "apicurio.registry.id-handler",
                            "io.apicurio.registry.serde.Default4ByteIdHandler"),
                    false);
            GenericRecord read = apicurio.deserialize(TOPIC.name(), bytes);

            assertThat(read.getSchema().getFullName()).isEqualTo("io.phiwatch.schema.Tick");
            assertThat(read.get("origin")).hasToString("ingest-1");
        }
    }

    @Test
    void readsBackThroughTheRegistryInAnotherProcess() {
        byte[] bytes = serdes().value(TOPIC).serializer().serialize(TOPIC.name(), tick());

        assertThat(serdes().value(TOPIC).deserializer().deserialize(TOPIC.name(), bytes))
                .isEqualTo(tick());
    }

    private static TopicSerdes serdes() {
        return new TopicSerdes(new SchemaRegistry(URI.create(base + "/apis/ccompat/v7")));
    }

    private static Tick tick() {
        return Tick.newBuilder()
                .setTime(Instant.ofEpochMilli(1_795_000_000_000L))
                .setOrigin("ingest-1")
                .build();
    }

    private static void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!isReady(http)) {
                assertThat(server.isAlive())
                        .as("registry ended, see server.log")
                        .isTrue();
                assertThat(System.nanoTime())
                        .as("registry is not ready, see server.log")
                        .isLessThan(deadline);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
        }
    }

    private static boolean isReady(HttpClient http) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/apis/ccompat/v7/subjects"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
