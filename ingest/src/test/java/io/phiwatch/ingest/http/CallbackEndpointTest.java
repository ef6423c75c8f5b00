package io.phiwatch.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CallbackEndpointTest {
    private static final int AT_A_TIME = 32;

    private final Map<String, String> headers = new ConcurrentHashMap<>();
    private final List<String> bodies = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private CallbackHandler.Reader reader = body -> {
        bodies.add(new String(body, StandardCharsets.UTF_8));
        return OptionalInt.of(202);
    };
    private Javalin server;

    @BeforeEach
    void start() {
        CallbackHandler handler = (sink, sent) -> {
            headers.putAll(sent);
            return sink.equals("duty") ? Optional.of(body -> reader.read(body)) : Optional.empty();
        };
        server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.concurrency.useVirtualThreads = true;
                    config.routes.post("/callbacks/{sink}", new CallbackEndpoint(handler)::receive);
                })
                .start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.stop();
        client.close();
    }

    @Test
    void handsBodyAndHeadersOnAndAnswersAsTold() throws Exception {
        HttpResponse<String> answer = post("duty", "{\"a\":1}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(bodies).containsExactly("{\"a\":1}");
        assertThat(headers).containsEntry("x-signature", "abc");
    }

    @Test
    void knowsNoSinkThatDoesNotCallBack() throws Exception {
        assertThat(post("nobody", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void saysThatASignatureIsBadAndNotWhatWasSent() throws Exception {
        reader = body -> OptionalInt.of(401);

        HttpResponse<String> answer = post("duty", "{\"secret\":1}");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("signature").doesNotContain("secret");
    }

    @Test
    void asksToComeAgainWhereTheBrokerIsAway() throws Exception {
        reader = body -> OptionalInt.empty();

        HttpResponse<String> answer = post("duty", "{}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
    }

    @Test
    void takesABodyUpToItsLimitAndNoLargerOne() throws Exception {
        int most = 256 * 1024;

        assertThat(post("duty", "x".repeat(most)).statusCode()).isEqualTo(202);
        assertThat(post("duty", "x".repeat(most + 1)).statusCode()).isEqualTo(413);
        assertThat(bodies).hasSize(1);
    }

    @Test
    void takesFewAtATime() throws Exception {
        // Given: all places are taken
        CountDownLatch taken = new CountDownLatch(AT_A_TIME);
        CountDownLatch done = new CountDownLatch(1);
        reader = body -> {
            taken.countDown();
            await(done);
            return OptionalInt.of(200);
        };
        List<CompletableFuture<HttpResponse<String>>> slow = new ArrayList<>();
        for (int i = 0; i < AT_A_TIME; i++) {
            slow.add(client.sendAsync(request("duty", "{}"), BodyHandlers.ofString()));
        }
        taken.await();
        // When
        HttpResponse<String> answer = post("duty", "{}");
        done.countDown();
        // Then
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(slow).allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(200));
    }

    private HttpResponse<String> post(String sink, String body) throws IOException, InterruptedException {
        return client.send(request(sink, body), BodyHandlers.ofString());
    }

    private HttpRequest request(String sink, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/callbacks/" + sink))
                .header("X-Signature", "abc")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
