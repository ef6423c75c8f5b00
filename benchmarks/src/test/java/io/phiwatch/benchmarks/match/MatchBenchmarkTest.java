package io.phiwatch.benchmarks.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MatchBenchmarkTest {
    private static final String RULE = """
            title: Shell
            id: 00000000-0000-4000-8000-000000000001
            status: test
            logsource: {category: process_creation, product: windows}
            detection: {s: {Image|endswith: '\\shell.exe', CommandLine|contains: [' -enc ', hidden]}, condition: s}
            level: high
            """;
    private static final String EVENTS = """
            [{"Event": {"System": {"EventID": 1, "Channel": "Microsoft-Windows-Sysmon/Operational", "Correlation": null},
              "EventData": {"Image": "C:\\\\shell.exe", "CommandLine": "shell -Hidden", "ProcessId": "12"}}},
             {"Event": {"System": {"EventID": 1, "Channel": "Security"}, "EventData": {"Image": "C:\\\\cmd.exe"}}}]
            """;

    @TempDir
    private Path datasets;

    @BeforeEach
    void writeDatasets() throws IOException {
        Files.createDirectories(datasets.resolve("sigma-rules"));
        Files.writeString(datasets.resolve("sigma-rules/shell.yml"), RULE);
        Files.createDirectories(datasets.resolve("sigma-regression/one"));
        Files.writeString(datasets.resolve("sigma-regression/one/events.json"), EVENTS);
    }

    @Test
    void printsRatesAndGrowthOfEachWorkload() throws IOException {
        // Given
        StringWriter out = new StringWriter();
        CommandLine benchmark = new CommandLine(new MatchBenchmark()).setOut(new PrintWriter(out));

        // When
        int code = benchmark.execute(
                "--json", "--events=50", "--millis=1", "--rules=20,40", "--public-rules=1,3", "--datasets=" + datasets);

        // Then
        assertThat(code).isZero();
        JsonNode result = new ObjectMapper().readTree(out.toString());
        assertThat(result.get("cases").findValuesAsText("workload"))
                .containsExactly("access", "access", "sigma", "sigma", "sigma-routed", "sigma-routed");
        assertThat(result.get("cases").findValuesAsText("rules")).containsExactly("20", "40", "1", "3", "1", "3");
        assertThat(result.get("cases")).allSatisfy(entry -> {
            assertThat(entry.get("events_per_second").asLong()).isPositive();
            assertThat(entry.get("speedup").asDouble()).isPositive();
        });
        assertThat(result.get("growth")).hasSize(3);
    }

    @Test
    void bothWaysOfMatchingFindTheSame() throws IOException {
        for (Workload<?> workload : new Workload<?>[] {
            AccessWorkload.of(100, 400),
            SigmaWorkload.of(datasets, 3, 40, false),
            SigmaWorkload.of(datasets, 3, 40, true)
        }) {
            // Given
            Contender indexed = workload.indexed();
            Contender naive = workload.naive(400);

            // When
            indexed.run(0, true);
            naive.run(0, true);

            // Then
            assertThat(indexed.matchesPerEvent()).isPositive().isEqualTo(naive.matchesPerEvent());
            assertThat(indexed.evaluatedPerEvent()).isLessThanOrEqualTo(naive.evaluatedPerEvent());
        }
    }

    @Test
    void copiesOfRulesHaveTextsOfTheirOwn() throws IOException {
        // When
        Workload<?> workload = SigmaWorkload.of(datasets, 3, 10, false);

        // Then
        assertThat(workload.rules().detections())
                .extracting(rule -> rule.condition().toString())
                .doesNotHaveDuplicates();
    }
}
