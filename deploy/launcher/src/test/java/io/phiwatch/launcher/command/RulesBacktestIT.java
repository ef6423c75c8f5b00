package io.phiwatch.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.detector.DetectorConfig;
import io.phiwatch.detector.DetectorStreams;
import io.phiwatch.launcher.DetectorRole;
import io.phiwatch.launcher.SystemClock;
import io.phiwatch.launcher.command.HistoryFixture.Answer;
import io.phiwatch.launcher.kafka.StreamsRunner;
import io.phiwatch.launcher.kafka.TopicReader;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Topic.Partitioning;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RulesBacktestIT {
    /** Recent: the broker drops what is older than the retention of its topics. */
    private static final Instant START =
            SystemClock.get().instant().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofHours(2));

    private static final Path RULES = Path.of(System.getProperty("phiwatch.root"), "detector", "rules");
    private static final int MINUTES = 30;
    private static final int ACTORS = 12;

    @TempDir
    private Path folder;

    private HistoryFixture history;

    @BeforeEach
    void start() {
        history = new HistoryFixture(folder.resolve("kafka"));
    }

    @AfterEach
    void stop() {
        history.close();
    }

    @Test
    void firesAsTheLiveRunDid() throws Exception {
        // Given
        writeHistory();
        Map<String, Set<String>> live = live(3 * ACTORS / 4);
        Map<TopicPartition, Long> before = ends();

        // When
        Answer answer =
                history.run("rules", "backtest", "--rules", RULES.toString(), "--from", START.toString(), "--json");

        // Then
        assertThat(answer.err()).isEmpty();
        assertThat(answer.exitCode()).isEqualTo(ExitCode.DONE);
        JsonNode report = new ObjectMapper().readTree(answer.out());
        Map<String, Set<String>> backtested = new TreeMap<>();
        report.get("rules")
                .forEach(rule -> rule.path("top")
                        .forEach(entity -> backtested
                                .computeIfAbsent(rule.get("name").asText(), name -> new TreeSet<>())
                                .add(entity.get("id").asText()
                                        + ' '
                                        + entity.get("alerts").asLong())));
        assertThat(backtested).isEqualTo(live);
        assertThat(report.get("events").asLong()).isEqualTo((long) MINUTES * ACTORS + 2);
        // once for each rule that would have counted it
        assertThat(report.get("late_events").asLong()).isPositive();
        assertThat(ends()).isEqualTo(before);
    }

    @Test
    void reportsThePeriodOnlyButKnowsWhatWasBeforeIt() throws Exception {
        // Given
        writeHistory();
        // the twentieth patient of each reader falls into the twentieth minute
        Instant from = START.plus(Duration.ofMinutes(15));
        Instant to = START.plus(Duration.ofMinutes(18));

        // When
        Answer within = history.run("rules", "backtest", "--rules", RULES.toString(), "--from", from.toString());
        Answer before = history.run(
                "rules", "backtest", "--rules", RULES.toString(), "--from", from.toString(), "--to", to.toString());
        Answer counted = history.run(
                "rules", "backtest", "--rules", RULES.toString(), "--from", from.toString(), "--max-delay", "5h");

        // Then
        assertThat(within.out()).contains("phi-bulk-read                    high      3 alerts, 3 entities");
        assertThat(within.out()).contains(" came too late to count").doesNotContain("; 0 came too late to count");
        assertThat(before.out()).contains("phi-bulk-read                    high      0 alerts");
        assertThat(counted.out()).contains("; 0 came too late to count");
    }

    @Test
    void rejectsFaultyRulesAndTimes() {
        Answer noRules = history.run("rules", "backtest", "--rules", folder + "/none", "--from", START.toString());
        Answer noTime = history.run("rules", "backtest", "--rules", RULES.toString(), "--from", "yesterday");

        assertThat(noRules.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(noTime.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(noTime.err()).contains("is no ISO 8601 time");
    }

    @Test
    void explainsAnEventOfTheLogWithoutItsValues() {
        // Given
        history.event(event("staff-2", 2, 7, START));
        history.flush();

        // When
        Answer matched = history.run("explain", "--rule", "mfa-disabled", "--event", "staff-2-7");
        Answer other = history.run("explain", "--rule", "phi-bulk-read", "--event", "staff-2-7");
        Answer unknown = history.run("explain", "--rule", "mfa-disabled", "--event", "nowhere");

        // Then
        assertThat(matched.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(matched.out()).contains("attributes.mfa is 'disabled' or is 'bypassed': a text of 8 characters");
        assertThat(other.exitCode()).isEqualTo(ExitCode.FOUND);
        assertThat(other.out()).contains("patients is there: absent").doesNotContain("staff-2");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    /** Each minute every actor acts once; a quarter reads two patients at a time, a quarter fails to log in, and so on. */
    private void writeHistory() {
        for (int minute = 0; minute < MINUTES; minute++) {
            for (int actor = 0; actor < ACTORS; actor++) {
                Instant time = START.plus(Duration.ofMinutes(minute)).plusSeconds(actor);
                history.event(event("staff-" + actor, actor, minute, time));
            }
            for (int second = ACTORS; second < 60; second += 6) {
                history.tick(START.plus(Duration.ofMinutes(minute)).plusSeconds(second));
            }
        }
        Instant end = START.plus(Duration.ofMinutes(MINUTES));
        history.event(HistoryFixture.by("staff-0", "late", START, Action.read)
                .setEventReceived(end)
                .setPatients(List.of("p-late"))
                .build());
        history.event(HistoryFixture.by("staff-0", "last", end, Action.logout).build());
        history.flush();
    }

    private static AccessEvent event(String name, int actor, int minute, Instant time) {
        String id = name + '-' + minute;
        return switch (actor % 4) {
            case 0 ->
                HistoryFixture.by(name, id, time, Action.read)
                        .setPatients(minute < 10 ? List.of("p") : List.of("p" + minute, "q" + minute))
                        .build();
            case 1 ->
                HistoryFixture.by(name, id, time, Action.login)
                        .setOutcome(Outcome.failure)
                        .build();
            case 2 ->
                HistoryFixture.by(name, id, time, Action.mfa_change)
                        .setAttributes(Map.of("mfa", minute == 7 ? "disabled" : "enabled"))
                        .build();
            default -> HistoryFixture.by(name, id, time, Action.search).build();
        };
    }

    /** Entities and number of alerts by name of the rule, as the detector alerts them in a run of its own. */
    private Map<String, Set<String>> live(int alerts) throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Map<String, Object> settings = new HashMap<>(DetectorStreams.defaults(meters));
        settings.putAll(history.clients());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("streams").toString());
        Map<String, Alert> told = new TreeMap<>();
        try (StreamsRunner runner = StreamsRunner.start(
                        "detector-live",
                        DetectorRole.topology(
                                DetectorConfig.of(HistoryFixture.PARTITIONS),
                                HistoryFixture.TOPICS,
                                HistoryFixture.SERDES,
                                meters),
                        settings);
                TopicReader reader =
                        new TopicReader(history.clients(), HistoryFixture.SERDES, HistoryFixture.TOPICS.alerts())) {
            assertThat(runner.awaitRunning(Duration.ofMinutes(1))).isTrue();
            reader.fromBeginning().forEach(Duration.ofMinutes(1), next -> {
                Alert alert = (Alert) next.value();
                told.put(alert.getAlertId(), alert);
                return told.size() < alerts;
            });
        }
        Map<String, Map<String, Integer>> counted = new TreeMap<>();
        told.values()
                .forEach(alert -> counted.computeIfAbsent(alert.getRuleName(), name -> new TreeMap<>())
                        .merge(alert.getEntityId(), 1, Integer::sum));
        Map<String, Set<String>> entities = new TreeMap<>();
        counted.forEach((rule, byEntity) -> byEntity.forEach((entity, number) ->
                entities.computeIfAbsent(rule, name -> new TreeSet<>()).add(entity + ' ' + number)));
        return entities;
    }

    private Map<TopicPartition, Long> ends() throws Exception {
        try (Admin admin = Admin.create(history.clients())) {
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            HistoryFixture.TOPICS.all().stream()
                    .filter(topic -> topic.partitioning() != Partitioning.SINGLE)
                    .forEach(topic -> {
                        for (int partition = 0; partition < HistoryFixture.PARTITIONS; partition++) {
                            asked.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
                        }
                    });
            Map<TopicPartition, Long> ends = new HashMap<>();
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                    admin.listOffsets(asked).all().get().entrySet()) {
                ends.put(end.getKey(), end.getValue().offset());
            }
            return ends;
        }
    }
}
