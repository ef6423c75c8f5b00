package io.phiwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Adapters;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Heartbeat;
import io.phiwatch.schema.Surface;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Read = accepted + rejected + duplicates + failed + refused, for every platform, in metrics and heartbeats. */
final class CountsTest extends RunningIngest {
    private static final List<String> BODIES = List.of(
            "203.0.113.9 - ann [01/Mar/2026:11:59:59 +0000] \"GET /a HTTP/1.1\" 200 512 \"-\" \"Mozilla/5.0\"\nno line\n",
            "{\"id\":\"e-1\",\"time\":1772366399500,\"type\":\"LOGIN\",\"realmName\":\"patients\",\"userId\":\"u\"}",
            "{\"uuid\":\"u-1\",\"published\":\"2026-03-01T11:59:59Z\",\"eventType\":\"user.session.start\"}",
            "{\"log_id\":\"l-1\",\"data\":{\"date\":\"2026-03-01T11:59:59Z\",\"type\":\"s\"}}",
            "[{\"id\":7,\"date\":\"2026-03-01 11:59:59\",\"event\":\"login\"},5,null,{}]",
            "{\"table\":\"staff\",\"rows\":[{\"id\":\"ann\"},{\"id\":\"\"},7]}",
            "{\"broken\":",
            "{}");
    private static final String MAPPING = "docs/adapters/json-example.yaml";

    @Override
    List<Adapter> adapters() {
        return Adapters.all();
    }

    @Override
    IngestConfig config() {
        return super.config()
                .with(IngestConfig.Sources.of(
                        Adapters.all().stream().map(CountsTest::source).toList()));
    }

    private static Source source(Adapter adapter) {
        return new Source(
                adapter.platform(),
                adapter.platform(),
                "acme",
                Environment.production,
                Surface.portal,
                List.of("secret-of-" + adapter.platform()),
                Duration.ofMinutes(10),
                Map.of(
                        "mapping",
                        Path.of(System.getProperty("phiwatch.root"), MAPPING).toString()));
    }

    @Test
    void addUpWhateverComesIn() throws Exception {
        // When
        for (Adapter adapter : Adapters.all()) {
            for (String body : BODIES) {
                assertThat(collect(adapter, body)).isEqualTo(200);
                assertThat(collect(adapter, body)).isEqualTo(200);
            }
            brokerFailure = new TimeoutException();
            assertThat(collect(adapter, BODIES.getFirst())).isEqualTo(503);
            brokerFailure = null;
            assertThat(post("/ingest/" + adapter.platform(), "forged", "x").statusCode())
                    .isEqualTo(401);
        }
        now = START.plusSeconds(1);
        ingest.tick();

        // Then
        for (Adapter adapter : Adapters.all()) {
            String id = adapter.platform();
            double rejected = outcome(id, "rejected");
            double read = registry.get("phiwatch.ingest.read")
                    .tag("source", id)
                    .counter()
                    .count();
            assertThat(rejected).as(id).isPositive();
            assertThat(outcome(id, "failed")).as(id).isPositive();
            assertThat(outcome(id, "refused")).as(id).isEqualTo(1);
            assertThat(read)
                    .as(id)
                    .isEqualTo(outcome(id, "accepted")
                            + rejected
                            + outcome(id, "duplicate")
                            + outcome(id, "failed")
                            + outcome(id, "refused"));
            assertThat(beaten(id)).as(id).isEqualTo((long) read);
        }
    }

    private int collect(Adapter adapter, String body) throws Exception {
        HttpResponse<String> answer = client.send(
                request("/services/collector/raw")
                        .header("Authorization", "Splunk secret-of-" + adapter.platform())
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        return answer.statusCode();
    }

    private double outcome(String source, String outcome) {
        Counter counter = registry.find("phiwatch.ingest.items")
                .tags("source", source, "outcome", outcome)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private long beaten(String source) {
        return values(topics.heartbeats(), Heartbeat.class).stream()
                .map(Heartbeat.class::cast)
                .filter(beat -> beat.getSourceId().equals(source))
                .mapToLong(beat -> beat.getAccepted()
                        + beat.getRejected()
                        + beat.getDuplicates()
                        + beat.getFailed()
                        + beat.getRefused())
                .sum();
    }
}
