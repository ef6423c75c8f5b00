package io.phiwatch.ingest.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.phiwatch.ingest.TestSource;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.fact.FactAdapter;
import io.phiwatch.ingest.privacy.Keysets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BucketFetcherTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path folder;

    private final Map<String, Stored> objects = new ConcurrentSkipListMap<>();
    private final List<Delivery> taken = new ArrayList<>();
    private HttpServer store;
    private int refusals;

    private record Stored(byte[] body, String etag, Instant time) {}

    /** A store that lists two objects a page and gives them out. */
    @BeforeEach
    void start() throws IOException {
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            boolean signed = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                    .contains("AKID");
            byte[] answer = new byte[0];
            int status = signed ? 200 : 403;
            if (signed && query.contains("list-type=2")) {
                answer = listing(query).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/xml");
            } else if (signed) {
                Stored stored = objects.get(path.substring("/logs/".length()));
                exchange.getResponseHeaders().set("ETag", '"' + stored.etag + '"');
                answer = stored.body;
            }
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        store.start();
    }

    @AfterEach
    void stop() {
        store.stop(0);
    }

    private String listing(String query) {
        int from = query.contains("continuation-token=t")
                ? Integer.parseInt(query.replaceAll(".*continuation-token=t(\\d+).*", "$1"))
                : 0;
        List<String> keys = List.copyOf(objects.keySet());
        String contents = keys.subList(from, Math.min(keys.size(), from + 2)).stream()
                .map(key -> "<Contents><Key>" + key + "</Key><LastModified>" + objects.get(key).time
                        + "</LastModified><ETag>&quot;" + objects.get(key).etag
                        + "&quot;</ETag><Size>1</Size></Contents>")
                .collect(Collectors.joining());
        boolean more = from + 2 < keys.size();
        return "<?xml version=\"1.0\"?><ListBucketResult><Name>logs</Name><IsTruncated>" + more + "</IsTruncated>"
                + (more ? "<NextContinuationToken>t" + (from + 2) + "</NextContinuationToken>" : "") + contents
                + "</ListBucketResult>";
    }

    private void store(String key, String etag, int seconds, byte[] body) {
        objects.put(key, new Stored(body, etag, START.plusSeconds(seconds)));
    }

    private void fetch(boolean lines) throws InterruptedException {
        BucketPull pull = new BucketPull(
                TestSource.SOURCE.id(),
                URI.create("http://127.0.0.1:" + store.getAddress().getPort()),
                "us-east-1",
                "logs",
                "",
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                lines,
                new BucketPull.Access("AKID", "s3cret"));
        StateFile state = StateFile.ofPull(
                folder.resolve("pull"),
                TestSource.SOURCE,
                Keysets.open(folder, true).sealer("sealed"));
        Fed fed = new Fed(TestSource.SOURCE, new FactAdapter(), (source, adapter, delivery) -> {
            if (refusals-- > 0) {
                throw new IllegalStateException("broker");
            }
            taken.add(delivery);
        });
        try (BucketFetcher fetcher = new BucketFetcher(pull, fed, state, () -> START, () -> S3Clients.of(pull))) {
            fetcher.fetch(new CountDownLatch(1));
        }
    }

    @Test
    void readsEachVersionOnceThroughFailuresAndRestarts() throws Exception {
        // Given
        store("a.log", "e1", 60, "a1\na2\n".getBytes(StandardCharsets.UTF_8));
        store("b.log.gz", "e2", 30, zipped("b1\n"));
        store("c.log", "e3", 90, "c1".getBytes(StandardCharsets.UTF_8));
        refusals = 1;
        assertThatThrownBy(() -> fetch(true)).isInstanceOf(IllegalStateException.class);

        // When
        fetch(true);
        fetch(true);
        store("a.log", "e1b", 100, "a3".getBytes(StandardCharsets.UTF_8));
        store("late.log", "e5", 20, "late".getBytes(StandardCharsets.UTF_8));
        fetch(true);
        fetch(true);

        // Then: by time, whatever their names
        assertThat(taken).extracting(Delivery::text).containsExactly("b1\n", "a1\na2\n", "c1\n", "late\n", "a3\n");
        assertThat(taken).extracting(Delivery::id).doesNotHaveDuplicates();
    }

    @Test
    void readsDocumentsWhole() throws Exception {
        store("a.json", "e1", 1, "{\n\"a\":1\n}".getBytes(StandardCharsets.UTF_8));

        fetch(false);

        assertThat(taken).singleElement().satisfies(delivery -> {
            assertThat(delivery.text()).isEqualTo("{\n\"a\":1\n}");
            assertThat(delivery.mediaType()).isEqualTo("application/json");
        });
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
