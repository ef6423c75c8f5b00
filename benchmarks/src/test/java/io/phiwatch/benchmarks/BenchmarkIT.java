package io.phiwatch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each benchmark runs, small, and says what it promises. */
final class BenchmarkIT {
    @Test
    void correlateIsExactAndNamesItsPeers() throws IOException {
        JsonNode result = run(
                "correlate",
                "--json",
                "--events=3000",
                "--broker-events=2000",
                "--growth-events=1000",
                "--broker-seconds=60");

        assertThat(texts(result.path("in_memory"), "engine")).containsExactly("phiwatch", "esper", "siddhi");
        assertThat(texts(result.path("on_broker_exactly_once"), "engine"))
                .containsExactly("phiwatch", "kafka-streams-dsl", "kafka-streams-dsl-cached");
        assertThat(List.of(
                        result.path("in_memory").get(0),
                        result.path("on_broker_exactly_once").get(0)))
                .allSatisfy(phiwatch -> {
                    assertThat(phiwatch.path("alerts_due").asInt()).isPositive();
                    assertThat(phiwatch.path("exact").asBoolean()).isTrue();
                    assertThat(phiwatch.path("late_exact").asBoolean()).isTrue();
                });
        assertThat(result.path("growth_of_cost")).hasSize(4);
    }

    @Test
    void detectorTellsRatioStagesAndBytes() throws IOException {
        JsonNode result = run("detector", "--json", "--events=5000", "--actors=500");

        assertThat(result.path("ratio").asDouble()).isPositive();
        assertThat(texts(result.path("stages"), "stage"))
                .containsExactly("decode-only", "remember", "match", "detector");
        assertThat(result.path("signals").asInt()).isPositive();
        assertThat(result.path("changelog_bytes_per_event").asDouble()).isPositive();
    }

    @Test
    void exactlyOnceComparesWithItsFirstVariant() throws IOException {
        JsonNode result = run(
                "exactly-once",
                "--json",
                "--events=3000",
                "--groups=500",
                "--seconds=20",
                "--rounds=1",
                "--only=defaults,detector,detector-in-memory");

        assertThat(texts(result.path("variants"), "variant"))
                .containsExactly("defaults", "detector", "detector-in-memory");
        assertThat(result.path("variants").get(0).path("ratio").asDouble()).isEqualTo(1);
        assertThat(result.path("variants")).allSatisfy(variant -> {
            assertThat(variant.path("bytes_per_event").asInt()).isPositive();
            assertThat(variant.path("records_per_request").asInt()).isPositive();
        });
    }

    @Test
    void scanTellsQualityBesideSpeed() throws IOException {
        JsonNode result = run("scan", "--json", "--planted=20", "--clean=500", "--millis=20");

        assertThat(texts(result.path("types"), "type")).contains("US_SSN", "NAME", "DRIVER_LICENSE");
        assertThat(result.path("speed"))
                .hasSize(2)
                .allSatisfy(speed ->
                        assertThat(speed.path("times_regex").asDouble()).isGreaterThan(1));
    }

    @Test
    void ingestTellsItsRateBesideAServerThatOnlyAnswers() throws IOException {
        JsonNode result = run("ingest", "--json", "--seconds=2", "--connections=8");

        assertThat(result.path("webhooks_per_second").asInt()).isPositive();
        assertThat(result.path("ratio").asDouble()).isBetween(0.0, 1.0);
        assertThat(result.path("half_rate_p99_ms").asDouble())
                .isGreaterThanOrEqualTo(result.path("half_rate_p50_ms").asDouble());
        assertThat(result.path("not_accepted").asInt()).isZero();
    }

    @Test
    void latencyMissesNoAlert() throws IOException {
        JsonNode result = run("latency", "--json", "--rate=200", "--seconds=3", "--warm-up=2", "--actors=100");

        assertThat(texts(result.path("pipelines"), "pipeline")).containsExactly("passing-on", "detector");
        assertThat(result.path("pipelines")).allSatisfy(row -> {
            assertThat(row.path("alerts").asInt()).isEqualTo(30);
            assertThat(row.path("missing").asInt()).isZero();
            assertThat(row.path("p99_ms").asDouble())
                    .isGreaterThanOrEqualTo(row.path("p50_ms").asDouble());
        });
    }

    @Test
    void monthFindsItsDrills() throws IOException {
        JsonNode result = run("month", "--json", "--seed=2", "--days=3", "--staff=24", "--patients=800");

        assertThat(result.path("missed").asInt()).isZero();
        assertThat(result.path("deliveries_refused").asInt()).isZero();
        assertThat(texts(result.path("drills"), "drill")).contains("account-takeover", "phi-bulk-read");
    }

    @Test
    void monthJudgesRulesThatAreNotInThePack(@TempDir Path rules) throws IOException {
        Files.writeString(rules.resolve("streamed.yml"), """
                title: Visit streamed
                id: 3c1f7a0e-5b0c-4f0e-9a60-0a7a3c1d9e11
                name: visit-streamed
                status: test
                description: A visit is streamed somewhere.
                author: somebody
                date: 2026-11-23
                logsource: {product: phiwatch, category: access}
                detection:
                  streamed: {action: transmit, surface: telehealth}
                  condition: streamed
                level: high
                """);

        JsonNode result =
                run("month", "--json", "--seed=4", "--days=1", "--staff=16", "--patients=700", "--rules=" + rules);

        assertThat(result.path("alerts_by_rule")).hasSize(1);
        JsonNode said = result.path("alerts_by_rule").path(0);
        assertThat(said.path("rule").asText()).isEqualTo("visit-streamed");
        assertThat(said.path("unexplained").asInt()).isZero();
        assertThat(said.path("drills").asText()).contains("session-not-encrypted");
        assertThat(result.path("expected").asInt()).isZero();
    }

    private static JsonNode run(String... arguments) throws IOException {
        StringWriter out = new StringWriter();

        int status = BenchmarkMain.commandLine().setOut(new PrintWriter(out)).execute(arguments);

        assertThat(status).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    private static List<String> texts(JsonNode rows, String column) {
        return rows.findValuesAsText(column);
    }
}
