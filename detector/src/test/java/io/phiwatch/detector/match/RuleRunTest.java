package io.phiwatch.detector.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RuleRunTest {
    private static final String FAILED = """
            title: Failed login
            name: failed
            logsource: {service: sshd}
            detection: {s: {outcome: failure}, condition: s}
            """;
    private static final String BRUTE_FORCE = FAILED + """
            ---
            title: Many failed logins
            name: brute-force
            correlation: {type: event_count, rules: [failed], group-by: [user], timespan: 1m, condition: {gte: 3}}
            """;

    private static final class Run {
        private final List<String> rows = new ArrayList<>();
        private long timeless;
        private long late;
    }

    private static Run run(String rules, String timeField, List<Map<String, Object>> events) {
        Run run = new Run();
        try (RuleRun ruleRun = new RuleRun(
                RuleSet.of(List.of(new RuleFile("r.yml", rules))),
                Pipelines.of(List.of()),
                timeField,
                (rule, failure) -> {
                    throw failure;
                })) {
            events.forEach(event -> ruleRun.see(event, row -> run.rows.add(text(row))));
            ruleRun.finish(row -> run.rows.add(text(row)));
            run.timeless = ruleRun.timeless();
            run.late = ruleRun.late();
        }
        return run;
    }

    private static String text(RuleRun.Row row) {
        String time = row.time() == null ? "-" : Long.toString(row.time().getEpochSecond());
        return row.rule().metadata().name() + ' ' + row.event() + ' ' + time;
    }

    private static Map<String, Object> failure(String user, long time) {
        return Map.of("outcome", "failure", "user", user, "time", time);
    }

    @Test
    void rowsComeInTheOrderOfTheFile() {
        // Given
        List<Map<String, Object>> events =
                List.of(failure("eve", 100), Map.of("outcome", "success"), Map.of("outcome", "failure"));

        // Then
        assertThat(run(FAILED, null, events).rows).containsExactly("failed 0 100", "failed 2 -");
    }

    @Test
    void aNamedTimeFieldIsTheOnlyOne() {
        assertThat(run(FAILED, "at", List.of(failure("eve", 100))).rows).containsExactly("failed 0 -");
    }

    @Test
    void aCorrelationFiresAtTheEventThatReachesTheThreshold() {
        // Given
        List<Map<String, Object>> events = List.of(
                failure("eve", 100),
                failure("bob", 101),
                failure("eve", 130),
                failure("eve", 159),
                failure("eve", 160));

        // Then
        assertThat(run(BRUTE_FORCE, null, events).rows)
                .endsWith("brute-force 3 159")
                .hasSize(6);
    }

    @Test
    void eventsTooFarApartDoNotFire() {
        // Given
        List<Map<String, Object>> events = List.of(failure("eve", 100), failure("eve", 130), failure("eve", 161));

        // Then
        assertThat(run(BRUTE_FORCE, null, events).rows).noneMatch(row -> row.startsWith("brute-force"));
    }

    @Test
    void eachEpisodeIsARow() {
        // Given: two bursts, far from each other
        List<Map<String, Object>> events = IntStream.range(0, 6)
                .mapToObj(i -> failure("eve", i < 3 ? 100 + i : 10_000 + i))
                .toList();

        // Then
        assertThat(run(BRUTE_FORCE, null, events).rows)
                .filteredOn(row -> row.startsWith("brute-force"))
                .containsExactly("brute-force 2 102", "brute-force 5 10005");
    }

    @Test
    void theOrderOfTheFileDoesNotDecideWhatFires() {
        // Given
        List<Map<String, Object>> events = new ArrayList<>(List.of(failure("bob", 1_000)));
        IntStream.range(0, 3).forEach(i -> events.add(failure("eve", 100 + i)));
        Collections.shuffle(events, new Random(7));

        // Then
        assertThat(run(BRUTE_FORCE, null, events).rows)
                .filteredOn(row -> row.startsWith("brute-force"))
                .hasSize(1);
    }

    @Test
    void whatCorrelationsCouldNotCountIsCounted() {
        // Given: one event without a time, one that comes a day after later ones
        List<Map<String, Object>> events = List.of(
                failure("eve", 200_000),
                failure("eve", 201_000),
                failure("eve", 100),
                Map.of("outcome", "failure", "user", "eve"));

        // When
        Run run = run(BRUTE_FORCE, null, events);

        // Then
        assertThat(run.timeless).isEqualTo(1);
        assertThat(run.late).isEqualTo(1);
    }

    @Test
    void groupsAreReadWhereThePipelineFindsThem() {
        // Given
        String rules = BRUTE_FORCE
                .replace("service: sshd", "product: windows, service: security")
                .replace("outcome: failure", "EventID: 4625")
                .replace("group-by: [user]", "group-by: [TargetUserName]");
        List<Map<String, Object>> events = IntStream.range(0, 3)
                .mapToObj(i -> Map.<String, Object>of(
                        "Event",
                        Map.of(
                                "System",
                                Map.of(
                                        "EventID",
                                        4625,
                                        "Channel",
                                        "Security",
                                        "TimeCreated",
                                        Map.of("#attributes", Map.of("SystemTime", "2026-03-02T09:00:0" + i + "Z"))),
                                "EventData",
                                Map.of("TargetUserName", "eve"))))
                .toList();

        // Then
        assertThat(run(rules, null, events).rows).endsWith("brute-force 2 1772442002");
    }
}
