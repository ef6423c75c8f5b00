package io.phiwatch.alerting.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.page.Sink.Attempt;
import io.phiwatch.alerting.page.Sink.Delivered;
import io.phiwatch.alerting.page.Sink.Failed;
import io.phiwatch.alerting.page.Sink.Refused;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSinkTest extends SinkContract {
    private static final String SECRET = "a-secret-of-32-characters-or-more";
    private Receiver receiver = new Receiver();

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Override
    protected Sink sink() {
        return sink(receiver.url());
    }

    @Test
    void theBodySaysWhatIsWrongAndNothingMore() throws Exception {
        // When
        sink().send(PAGE);
        // Then
        JsonNode body = new ObjectMapper().readTree(receiver.requests.take().body());
        assertThat(body).isEqualTo(new ObjectMapper().readTree("""
                        {"page_id": "acme-0123456789abcdef-1-page-1:urgent:1:hook", "action": "page",
                         "alerts": 2, "patients": 20, "incidents": 1, "route": "urgent", "step": 1,
                         "exercise": false, "resend": false,
                         "notification_id": "acme-0123456789abcdef-1-page-1",
                         "dedup_key": "acme-0123456789abcdef-1",
                         "incident_id": "acme-0123456789abcdef-1",
                         "tenant": "acme", "level": "high",
                         "title": "Bulk patient read",
                         "reason": "opened", "requested_at": "2026-03-01T09:00:00Z",
                         "surfaces": ["portal"], "rule_authors": ["Ada Lovelace"],
                         "url": "https://console.example/incidents/acme-0123456789abcdef-1"}"""));
    }

    @Test
    void theReceiverCanCheckTheSignatureAndTellARepeatedPage() throws Exception {
        // When
        sink().send(PAGE);
        // Then
        Receiver.Request request = receiver.requests.take();
        long seconds = Alerts.START.getEpochSecond();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
        String expected = HexFormat.of().formatHex(mac.doFinal(request.body()));
        assertThat(request.headers().getFirst("X-Phiwatch-Signature")).isEqualTo("t=" + seconds + ",v1=" + expected);
        assertThat(request.headers().getFirst("Idempotency-Key")).isEqualTo(PAGE.pageId());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204})
    void successIsDelivered(int status) {
        assertThat(answer(status)).isEqualTo(new Delivered("http_" + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 410, 413})
    void aRefusalIsFinal(int status) {
        assertThat(answer(status)).isEqualTo(new Refused("http_" + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 408, 429, 503})
    void whatWasNotTakenMayBeTriedAgain(int status) {
        assertThat(answer(status)).isEqualTo(new Failed("http_" + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void whatTheServerMayHaveTakenIsTriedAgainAsAResend(int status) {
        assertThat(answer(status)).isEqualTo(Failed.unsure("http_" + status));
    }

    @Test
    void aReceiverThatIsNotThereMayBeTriedAgain() throws IOException {
        // Given
        URI nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + free.getLocalPort() + "/hook");
        }
        // When
        Attempt attempt = sink(nobody).send(PAGE);
        // Then
        assertThat(attempt).isEqualTo(new Failed("unreachable"));
    }

    @Test
    void aReceiverThatDoesNotAnswerMayBeTriedAgain() throws IOException {
        // Given
        try (ServerSocket silent = new ServerSocket(0)) {
            URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/hook");
            WebhookSink sink =
                    new WebhookSink(new WebhookConfig("hook", url, SECRET, Duration.ofMillis(200)), () -> Alerts.START);
            // When
            Attempt attempt = sink.send(PAGE);
            // Then
            assertThat(attempt).isEqualTo(Failed.unsure("timeout"));
        }
    }

    @Test
    void theConfigTellsNeitherSecretNorAddress() {
        // Given
        WebhookConfig config = WebhookConfig.of("hook", URI.create("https://example.org/token-123"), SECRET);
        // When
        String text = config.toString();
        // Then
        assertThat(text).doesNotContain(SECRET).doesNotContain("token-123").contains("hook");
    }

    @Test
    void aWeakSecretIsRefusedWithoutBeingTold() {
        assertThatThrownBy(() -> WebhookConfig.of("hook", URI.create("https://example.org/"), "hunter2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("secret:")
                .message()
                .doesNotContain("hunter2");
    }

    private Attempt answer(int status) {
        receiver.close();
        receiver = new Receiver(status);
        return sink().send(PAGE);
    }

    private static Sink sink(URI url) {
        return new WebhookSink(WebhookConfig.of("hook", url, SECRET), () -> Alerts.START);
    }
}
