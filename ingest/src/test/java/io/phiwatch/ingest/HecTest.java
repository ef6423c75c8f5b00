package io.phiwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** The input that speaks as Splunk's HTTP Event Collector does. */
final class HecTest extends RunningIngest {
    private static final String TOKEN = "Splunk " + TestSource.SECRET;

    @Test
    void takesObjectsOneAfterTheOther() throws Exception {
        // When
        HttpResponse<String> answer = send("/services/collector/event", TOKEN, """
                {"event":"e1 a 10.0.0.1 c d e","time":1772366400.25,"host":"edge-1","sourcetype":"fake"}\
                {"event":"e2 a 10.0.0.1 c d e"}

                {"event":"e3 b 10.0.0.1 c d e","fields":{"zone":"eu"}}
                """);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"text\":\"Success\",\"code\":0}");
        assertThat(events()).hasSize(3);
        assertThat(adapter.last.text()).isEqualTo("e3 b 10.0.0.1 c d e");
        assertThat(adapter.last.header("Hec-Field-zone")).hasValue("eu");
        assertThat(adapter.last.mediaType()).isEqualTo("text/plain");
    }

    @Test
    void handsTimeAndHostOn() throws Exception {
        send("/services/collector", TOKEN, """
                {"event":{"a":1},"time":"1772366400.250","host":"edge-1","source":"s","sourcetype":"t","index":"main"}""");

        assertThat(adapter.last.text()).isEqualTo("{\"a\":1}");
        assertThat(adapter.last.mediaType()).isEqualTo("application/json");
        assertThat(adapter.last.header("Hec-Time")).hasValue("2026-03-01T12:00:00.250Z");
        assertThat(adapter.last.header("Hec-Host")).hasValue("edge-1");
        assertThat(adapter.last.header("Hec-Source")).hasValue("s");
        assertThat(adapter.last.header("Hec-Sourcetype")).hasValue("t");
    }

    @Test
    void takesRawLines() throws Exception {
        HttpResponse<String> answer =
                send("/services/collector/raw?channel=x", basic(TestSource.SECRET), "e1 a 10.0.0.1 c d e\nnonsense\n");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(count("accepted")).isEqualTo(1);
        assertThat(count("rejected")).isEqualTo(1);
    }

    @Test
    void asksForTheTokenOfASource() throws Exception {
        assertThat(send("/services/collector", null, "{}").body())
                .isEqualTo("{\"text\":\"Token is required\",\"code\":2}");
        assertThat(send("/services/collector", "Splunk wrong", "{}").statusCode())
                .isEqualTo(403);
        assertThat(send("/services/collector", basic("wrong"), "{}").body())
                .isEqualTo("{\"text\":\"Invalid token\",\"code\":4}");
        assertThat(events()).isEmpty();
    }

    @Test
    void takesAllOfARequestOrNothing() throws Exception {
        HttpResponse<String> blank =
                send("/services/collector", TOKEN, "{\"event\":\"e1 a 10.0.0.1 c d e\"}{\"event\":\" \"}");
        HttpResponse<String> none = send("/services/collector", TOKEN, "{\"time\":1}");
        HttpResponse<String> broken = send("/services/collector", TOKEN, "{\"event\":\"e1 a 10.0.0.1 c d e\"}{");
        HttpResponse<String> empty = send("/services/collector", TOKEN, "");

        assertThat(blank.body())
                .isEqualTo("{\"text\":\"Event field cannot be blank\",\"code\":13,\"invalid-event-number\":1}");
        assertThat(none.body()).contains("\"code\":12");
        assertThat(broken.body()).contains("\"code\":6");
        assertThat(empty.body()).contains("\"code\":5");
        assertThat(events()).isEmpty();
        assertThat(count("refused")).isEqualTo(4);
    }

    @Test
    void saysThatItIsBusyWhereTheBrokerIsAway() throws Exception {
        brokerFailure = new TimeoutException();

        HttpResponse<String> answer = send("/services/collector", TOKEN, "{\"event\":\"e1 a 10.0.0.1 c d e\"}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"text\":\"Server is busy\",\"code\":9}");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void tellsItsHealthAndHasNoAcknowledgements() throws Exception {
        ingest.tick();
        assertThat(get("/services/collector/health").body()).isEqualTo("{\"text\":\"HEC is healthy\",\"code\":17}");
        assertThat(send("/services/collector/ack", TOKEN, "{}").body()).contains("\"code\":14");
    }

    private HttpResponse<String> send(String path, String authorization, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String basic(String token) {
        return "Basic " + Base64.getEncoder().encodeToString(("x:" + token).getBytes(StandardCharsets.UTF_8));
    }
}
