package io.phiwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.http.HttpConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

final class HttpLimitsTest extends RunningIngest {
    private static final String LINE = "e1 a 10.0.0.1 c d e";

    @Test
    void takesCompressedBodies() throws Exception {
        HttpResponse<String> answer = client.send(
                request("/ingest/shop-main")
                        .header("X-Signature", TestSource.SECRET)
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(gzip(LINE)))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("{\"accepted\":1,\"rejected\":0,\"duplicates\":0}");
        assertThat(adapter.last.text()).isEqualTo(LINE);
    }

    @Test
    void tellsWhoIsOneTooManyToComeAgain() throws Exception {
        // Given
        restart(config(new HttpConfig.Limits(8 << 20, 32 << 20, 64 << 20, 1), List.of()));
        brokerStall = new CompletableFuture<>();
        CompletableFuture<HttpResponse<String>> first = client.sendAsync(
                request("/ingest/shop-main")
                        .header("X-Signature", TestSource.SECRET)
                        .POST(BodyPublishers.ofString(LINE))
                        .build(),
                BodyHandlers.ofString());
        awaitGauge("phiwatch.ingest.inflight.deliveries", 1);

        // When
        HttpResponse<String> second = post("e2 a 10.0.0.1 c d e");
        brokerStall.complete(null);

        // Then
        assertThat(second.statusCode()).isEqualTo(429);
        assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(first.get().statusCode()).isEqualTo(200);
        awaitGauge("phiwatch.ingest.inflight.deliveries", 0);
        assertThat(count("refused")).isEqualTo(1);
    }

    @Test
    void doesNotReadWhatTheBrokerWouldNotTake() throws Exception {
        // Given
        tickFailure = new TimeoutException();
        ingest.tick();

        // When
        HttpResponse<String> refused = post(LINE);
        tickFailure = null;
        ingest.tick();
        HttpResponse<String> again = post(LINE);

        // Then
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(count("failed")).isEqualTo(1);
        assertThat(again.statusCode()).isEqualTo(200);
    }

    @Test
    void answersInTimeWhenTheBrokerStalls() throws Exception {
        // Given
        brokerStall = new CompletableFuture<>();
        long start = System.nanoTime();

        // When
        HttpResponse<String> answer = post(LINE);

        // Then: Shopify waits five seconds
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat((System.nanoTime() - start) / 1e9).isBetween(4.0, 5.0);
    }

    @Test
    void tellsAdaptersTheClientBehindATrustedProxy() throws Exception {
        // Given
        restart(config(HttpConfig.Limits.defaults(), List.of("127.0.0.0/8")));

        // When
        client.send(
                request("/ingest/shop-main")
                        .header("X-Signature", TestSource.SECRET)
                        .header("X-Forwarded-For", "6.6.6.6, 198.51.100.1")
                        .header(Delivery.CLIENT_ADDRESS, "6.6.6.6")
                        .header("Syslog-App-Name", "forged")
                        .header("hec-time", "forged")
                        .POST(BodyPublishers.ofString(LINE))
                        .build(),
                BodyHandlers.ofString());

        // Then
        assertThat(adapter.last.header(Delivery.CLIENT_ADDRESS)).hasValue("198.51.100.1");
        assertThat(adapter.last.header("Syslog-App-Name")).isEmpty();
        assertThat(adapter.last.header("Hec-Time")).isEmpty();
    }

    private IngestConfig config(HttpConfig.Limits limits, List<String> proxies) {
        IngestConfig config = config();
        return new IngestConfig(
                new HttpConfig("127.0.0.1", 0, limits, Optional.empty(), proxies),
                List.of(),
                config.privacy(),
                config.networks(),
                config.databases(),
                config.destinations(),
                config.state(),
                config.sources());
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packing = new GZIPOutputStream(out)) {
            packing.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }
}
