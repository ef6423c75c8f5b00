package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.launcher.DataFolder;
import io.phiwatch.launcher.kafka.TopicReader;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.CommonClientConfigs;

/** The real jar in a process of its own: {@code run all} on a folder, driven over HTTP as a user would. */
final class RunningPhiwatch implements AutoCloseable {
    static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);

    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final DataFolder data;
    private final Process process;
    private final Path log;

    private RunningPhiwatch(DataFolder data, Process process, Path log) {
        this.data = data;
        this.process = process;
        this.log = log;
    }

    /** Starts the jar on a folder and waits until every role is ready. */
    static RunningPhiwatch start(Path folder, Path config, String... options) throws IOException {
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve("ports.json"));
        Path log = folder.resolve("phiwatch.log");
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "all",
                "--config",
                config.toString(),
                "--data",
                folder.toString(),
                "--set",
                "ingest.http.port=0",
                "--set",
                "console.http.port=0"));
        arguments.addAll(List.of(options));
        Process process = PhiwatchJar.start(log, arguments);
        RunningPhiwatch running = new RunningPhiwatch(new DataFolder(folder), process, log);
        try {
            running.await(START_TIMEOUT, "ready", running::isReady);
        } catch (AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
        return running;
    }

    /** Configuration with one source of each adapter, all of tenant acme-health. */
    static Path config(Path folder) throws IOException {
        return Files.writeString(folder.resolve("phiwatch.yaml"), """
                sources:
                  - {id: shop, platform: shopify, tenant: acme-health, surface: storefront, secrets: [shop-secret], max_delay: 4h}
                  - {id: web, platform: nginx, tenant: acme-health, surface: storefront, secrets: [web-secret]}
                  - {id: idp, platform: keycloak, tenant: acme-health, surface: portal, secrets: [idp-secret]}
                  - {id: fhir, platform: fhir, tenant: acme-health, surface: portal, secrets: [fhir-secret]}
                  - {id: video, platform: zoom, tenant: acme-health, surface: telehealth, secrets: [video-secret]}
                pages:
                  - {kind: log}
                """);
    }

    /** Posts a delivery; answers -1 where nobody listens. */
    int post(String source, byte[] body, Map<String, String> headers) {
        try {
            return answerOf(source, body, headers).statusCode();
        } catch (IOException e) {
            return -1;
        }
    }

    HttpResponse<String> answerOf(String source, byte[] body, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ingest() + "/ingest/" + source))
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request.build());
    }

    String ingest() {
        return "http://127.0.0.1:" + data.port("ingest").orElse(1);
    }

    /** Port of what a process wrote into {@code ports.json}. */
    int port(String name) {
        return data.port(name).orElseThrow();
    }

    String console() {
        return "http://127.0.0.1:" + data.port("console").orElse(1);
    }

    String token() {
        return data.readAdminToken().orElseThrow();
    }

    String kafka() {
        return "127.0.0.1:" + data.port("kafka").orElseThrow();
    }

    /** JSON that the API answers to the administrator. */
    JsonNode api(String path) {
        try {
            return JSON.readTree(text(console() + path, Map.of("Authorization", "Bearer " + token())));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Body of any page. */
    String text(String uri, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(30));
        headers.forEach(request::header);
        try {
            return send(request.build()).body();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** All committed values of a topic. */
    <V> List<V> read(Topic<V> topic) {
        List<V> values = new ArrayList<>();
        try (TopicReader reader = new TopicReader(clients(), new TopicSerdes(BundledSchemas.load()), topic)) {
            reader.fromBeginning().forEachNow(next -> {
                @SuppressWarnings("unchecked") // the topic says so
                V value = (V) next.value();
                return values.add(value);
            });
        }
        return values;
    }

    Map<String, Object> clients() {
        return new HashMap<>(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka()));
    }

    String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void await(Duration timeout, String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(process.isAlive())
                    .as("the process ended; its log:\n%s", log())
                    .isTrue();
            assertThat(System.nanoTime())
                    .as("not in time: %s; the log:\n%s", what, log())
                    .isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isReady() {
        return data.port("ingest").isPresent() && isReady(ingest()) && isReady(console());
    }

    private boolean isReady(String base) {
        try {
            return send(HttpRequest.newBuilder(URI.create(base + "/health/ready"))
                                    .build())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
