package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.privacy.Keysets;
import io.phiwatch.launcher.DataFolder;
import io.phiwatch.launcher.kafka.EmbeddedKafka;
import io.phiwatch.launcher.kafka.TopicReader;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.CommonClientConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker is stopped under load: senders are told to come again, and what was acknowledged is there afterwards. */
final class BrokerStopIT {
    /** How long the broker is away; 30 s is what the product promises, CI is content with less. */
    private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("phiwatch.broker.away.seconds", 10));

    private static final int SENDERS = 16;
    private static final long MOST_GROWTH_MEBIBYTES = 96;
    /** Slower answers make platforms unsubscribe. */
    private static final Duration PLATFORM_LIMIT = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger toldToComeAgain = new AtomicInteger();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final AtomicInteger next = new AtomicInteger();

    @Test
    void losesNothingThatItAcknowledged() throws Exception {
        // Given
        Path log = folder.resolve("phiwatch.log");
        EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        int port = broker.port();
        Process ingest = startIngest(log, broker.bootstrapServers());
        DataFolder data = new DataFolder(folder.resolve("data"));
        AtomicBoolean goOn = new AtomicBoolean(true);
        try {
            await(ingest, log, () -> data.port("ingest").isPresent() && status(data, "/health/ready") == 200);
            Thread[] senders = new Thread[SENDERS];
            for (int i = 0; i < SENDERS; i++) {
                senders[i] = Thread.ofVirtual().start(() -> send(data, goOn));
            }
            await(ingest, log, () -> acknowledged.size() > 2_000);
            long before = peakMebibytes(ingest);

            // When
            broker.close();
            long start = System.nanoTime();
            await(ingest, log, () -> System.nanoTime() - start > AWAY.toNanos());
            int accepted = acknowledged.size();
            broker = EmbeddedKafka.start(folder.resolve("kafka"), port);
            await(ingest, log, () -> acknowledged.size() > accepted + 1_000);
            goOn.set(false);
            for (Thread sender : senders) {
                sender.join();
            }
            long after = peakMebibytes(ingest);

            // Then
            assertThat(toldToComeAgain).hasPositiveValue();
            assertThat(namesInKafka(broker.bootstrapServers())).containsAll(acknowledged);
            assertThat(after).isLessThan(before + MOST_GROWTH_MEBIBYTES);
            assertThat(Duration.ofNanos(slowestNanos.get())).isLessThan(PLATFORM_LIMIT.plusSeconds(1));
            System.out.printf(
                    Locale.ROOT,
                    "broker away %s: %d acknowledged, %d told to come again, slowest answer %d ms, peak memory %d then %d MiB%n",
                    AWAY,
                    acknowledged.size(),
                    toldToComeAgain.get(),
                    slowestNanos.get() / 1_000_000,
                    before,
                    after);
        } finally {
            goOn.set(false);
            ingest.destroy();
            ingest.waitFor(20, TimeUnit.SECONDS);
            ingest.destroyForcibly();
            broker.close();
        }
    }

    private Process startIngest(Path log, String bootstrap) throws IOException {
        Path keys = folder.resolve("keys");
        Keysets.open(keys, true);
        Path config = Files.writeString(folder.resolve("phiwatch.yaml"), """
                kafka: {bootstrap.servers: "%s"}
                topics: {replication: 1}
                keys: {directory: %s}
                sources:
                  - {id: idp, platform: keycloak, tenant: acme-health, surface: portal, secrets: [idp-secret]}
                """.formatted(bootstrap, keys));
        Path data = folder.resolve("data");
        // a heap in which nothing can pile up
        return PhiwatchJar.start(
                log,
                "-Xmx192m",
                List.of(
                        "run",
                        "ingest",
                        "--config",
                        config.toString(),
                        "--data",
                        data.toString(),
                        "--set",
                        "ingest.http.port=0"));
    }

    /** A sender as platforms are: it sends an event until it is acknowledged, then the next. */
    private void send(DataFolder data, AtomicBoolean goOn) {
        while (goOn.get()) {
            String name = "nurse-" + next.incrementAndGet();
            byte[] body = Payloads.keycloak("e-" + name, "LOGIN", name, "acme-staff", Instant.now());
            int status = 0;
            while (status != 200 && goOn.get()) {
                long start = System.nanoTime();
                status = post(data, body);
                slowestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
                if (status == 503 || status == 429) {
                    toldToComeAgain.incrementAndGet();
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                }
            }
            if (status == 200) {
                acknowledged.add(name);
            }
        }
    }

    private int post(DataFolder data, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(data, "/ingest/idp"))
                .timeout(Duration.ofSeconds(20))
                .POST(BodyPublishers.ofByteArray(body));
        Payloads.bearer("idp-secret").forEach(request::header);
        return status(request.build());
    }

    private int status(DataFolder data, String path) {
        return status(HttpRequest.newBuilder(uri(data, path)).build());
    }

    private int status(HttpRequest request) {
        try {
            HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
            return response.statusCode();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static URI uri(DataFolder data, String path) {
        return URI.create("http://127.0.0.1:" + data.port("ingest").orElse(1) + path);
    }

    private static Set<String> namesInKafka(String bootstrap) {
        Set<String> names = new HashSet<>();
        Map<String, Object> clients = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        for (Topic<SpecificRecord> topic : RunningPhiwatch.TOPICS.access()) {
            try (TopicReader reader = new TopicReader(clients, new TopicSerdes(BundledSchemas.load()), topic)) {
                reader.fromBeginning().forEachNow(next -> {
                    if (next.value() instanceof AccessEvent event) {
                        names.add(String.valueOf(event.getActorId()));
                    }
                    return true;
                });
            }
        }
        return names;
    }

    private static long peakMebibytes(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    private static void await(Process ingest, Path log, BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(90).plus(AWAY).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(ingest.isAlive()).as(Files.readString(log)).isTrue();
            assertThat(System.nanoTime())
                    .as("in time; the log:\n%s", Files.readString(log))
                    .isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
