package io.phiwatch.alerting.ledger.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.evidence.CanonicalJson;
import io.phiwatch.alerting.evidence.tree.HeadForm;
import io.phiwatch.alerting.page.WebhookConfig;
import io.phiwatch.alerting.page.WebhookSignature;
import io.phiwatch.schema.TreeHead;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadTargetsTest {
    private static final String SECRET = "a-secret-of-sixteen";

    @TempDir
    private Path folder;

    @Test
    void aFileGetsALineForEachHead() throws IOException {
        // Given
        Path file = folder.resolve("heads.jsonl");
        // When
        try (FileTarget target = new FileTarget("file-1", file)) {
            target.publish(head(1));
            target.publish(head(2));
        }
        // Then
        assertThat(Files.readAllLines(file)).containsExactly(text(head(1)), text(head(2)));
    }

    @Test
    void aFileThatCannotBeWrittenIsToldOf() {
        try (FileTarget target = new FileTarget("file-1", folder.resolve("none").resolve("heads.jsonl"))) {
            assertThatThrownBy(() -> target.publish(head(1))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aWebhookGetsASignedHeadAndIsToldAgainWhereItFails() throws Exception {
        // Given
        AtomicInteger status = new AtomicInteger(503);
        List<String> bodies = new CopyOnWriteArrayList<>();
        List<String> signatures = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            signatures.add(exchange.getRequestHeaders().getFirst(WebhookSignature.HEADER));
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/heads");
        try (WebhookTarget target =
                new WebhookTarget(WebhookConfig.of("webhook-1", address, SECRET), () -> Alerts.START)) {
            // When
            assertThatThrownBy(() -> target.publish(head(5)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("503");
            status.set(200);
            target.publish(head(5));
        } finally {
            server.stop(0);
        }
        // Then
        assertThat(bodies).containsOnly(text(head(5))).hasSize(2);
        assertThat(signatures)
                .containsOnly(
                        WebhookSignature.of(SECRET, Alerts.START, text(head(5)).getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(TreeHead head) {
        return new String(CanonicalJson.of(HeadForm.json(head)), StandardCharsets.UTF_8);
    }

    private static TreeHead head(long size) {
        return TreeHead.newBuilder()
                .setTreeSize(size)
                .setRootHash("ab".repeat(32))
                .setSignedAt(Alerts.START)
                .setKeyId("0123456789abcdef")
                .setSignature(ByteBuffer.wrap(new byte[64]))
                .build();
    }
}
