package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real jar with sinks that hang, fail and answer: escalation goes on, over a kill too, until somebody acknowledges. */
final class EscalationIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CALLBACK_SECRET = "callback-secret";

    /** The broker in the process looks once a minute for transactions that a kill left open; what they wrote to waits. */
    private static final Duration ABANDONED = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<JsonNode> pages = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private ServerSocket hanging;

    @BeforeEach
    void start() throws IOException {
        hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/first", exchange -> take(exchange, 200));
        server.createContext("/second", exchange -> take(exchange, 200));
        server.createContext("/third", exchange -> take(exchange, 202));
        server.createContext("/broken", exchange -> answer(exchange, 400));
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(0);
        hanging.close();
    }

    @Test
    void escalatesPastSinksThatHangAndFailAndOverAKillUntilAcknowledgedFromOutside() throws Exception {
        // Given: a page that is sent, one that is refused and one that hangs
        Path data = folder.resolve("data");
        RunningPhiwatch first = RunningPhiwatch.start(data, config());
        String incident = Attacks.bulkRead(first, "dr-strange");
        first.await(
                Duration.ofSeconds(30), "the first step", () -> paths(incident).contains("/first"));

        // When: it is killed before the second step, and started again
        first.kill();
        try (RunningPhiwatch second = RunningPhiwatch.start(data, config())) {
            second.await(
                    ABANDONED.plusSeconds(60),
                    "the third step",
                    () -> paths(incident).contains("/third"));
            int acknowledged = acknowledge(second, incident);

            // Then
            assertThat(acknowledged).isEqualTo(200);
            second.await(
                    Duration.ofSeconds(20),
                    "the acknowledgement",
                    () -> second.api("/api/v1/incidents/" + incident)
                            .path("status")
                            .asText()
                            .equals("acknowledged"));
            assertThat(idsNotSaidToBeResends(incident)).doesNotHaveDuplicates();
            assertThat(paths(incident)).contains("/first", "/second", "/third");
            second.await(
                    Duration.ofSeconds(60),
                    "what became of every page",
                    () -> results(second, incident).stream()
                            .anyMatch(
                                    entry -> "silent".equals(entry.getDetails().get("sink"))));
            assertThat(results(second, incident))
                    .extracting(entry -> entry.getDetails().get("sink")
                            + ' '
                            + entry.getDetails().get("outcome"))
                    .contains("one delivered", "two delivered", "broken refused", "silent failed");
            assertThat(second.text(
                            second.console() + "/metrics",
                            java.util.Map.of("Authorization", "Bearer " + second.token())))
                    .contains("phiwatch_pages_sink_up{sink=\"silent\"} 0.0");
        }
    }

    private Path config() throws IOException {
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        String pages = """
                pages:
                  sinks:
                    - {name: one, kind: webhook, url: "%s/first", secret: a-secret-of-16-or-more}
                    - {name: two, kind: webhook, url: "%s/second", secret: a-secret-of-16-or-more}
                    - {name: duty, kind: pagerduty, url: "%s/third", routing_key: key, callback_secrets: [%s]}
                    - {name: broken, kind: teams, url: "%s/broken"}
                    - {name: silent, kind: slack, url: "http://127.0.0.1:%s/", timeout: 500ms}
                  retry: {first: 200ms, most: 2s, times: 3}
                  routes:
                    - name: all
                      steps:
                        - {sinks: [one, broken, silent]}
                        - {after: 10s, sinks: [two]}
                        - {after: 5s, sinks: [duty]}
                oncall:
                  responders:
                    - {name: dana, contacts: {duty: PDANA}}
                """.formatted(base, base, base, CALLBACK_SECRET, base, hanging.getLocalPort());
        Path config = RunningPhiwatch.config(folder);
        String sources = Files.readString(config);
        return Files.writeString(config, sources.substring(0, sources.indexOf("pages:")) + pages);
    }

    private void take(HttpExchange exchange, int status) throws IOException {
        JsonNode page = JSON.readTree(exchange.getRequestBody().readAllBytes());
        ((com.fasterxml.jackson.databind.node.ObjectNode) page)
                .put("path", exchange.getRequestURI().getPath());
        pages.add(page);
        answer(exchange, status);
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private List<String> paths(String incident) {
        return of(incident).stream().map(page -> page.path("path").asText()).toList();
    }

    private List<String> idsNotSaidToBeResends(String incident) {
        return of(incident).stream()
                .filter(page -> page.has("page_id") && !page.path("resend").asBoolean())
                .map(page -> page.path("page_id").asText())
                .toList();
    }

    private List<JsonNode> of(String incident) {
        return pages.stream()
                .filter(page -> page.path("dedup_key").asText().equals(incident))
                .collect(Collectors.toList());
    }

    private static List<EvidenceEntry> results(RunningPhiwatch phiwatch, String incident) {
        return phiwatch.read(RunningPhiwatch.TOPICS.evidence()).stream()
                .filter(entry -> entry.getIncidentId().equals(incident))
                .filter(entry -> entry.getType() == EvidenceType.page_result)
                .toList();
    }

    /** As PagerDuty tells that somebody pressed the button there. */
    private static int acknowledge(RunningPhiwatch phiwatch, String incident) throws Exception {
        byte[] body = """
                {"event":{"id":"01EVENT","event_type":"incident.acknowledged","occurred_at":"%s",
                 "agent":{"id":"PDANA"},"data":{"incident_key":"%s"}}}""".formatted(Instant.now(), incident).getBytes(StandardCharsets.UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(CALLBACK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(phiwatch.ingest() + "/callbacks/duty"))
                .header("X-PagerDuty-Signature", "v1=" + HexFormat.of().formatHex(mac.doFinal(body)))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }
}
