package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.DetectorConfig;
import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.launcher.kafka.EmbeddedKafka;
import io.phiwatch.launcher.kafka.TopicAdmin;
import io.phiwatch.launcher.kafka.TopicReader;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.Tick;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hours of traffic, once watched live and once drained as a backlog, whose partitions come at different speeds: both
 * give the same alerts.
 */
final class BacklogIT {
    private static final List<String> RULES = List.of("counts.yml");

    private static final int PARTITIONS = 4;
    private static final Instant START = Instant.parse("2026-11-02T09:00:00Z");
    private static final Duration LENGTH = Duration.ofHours(2);

    /** When the last event has come, however late. */
    private static final Instant END = START.plus(LENGTH).plus(Traffic.MAX_DELAY);

    private static final Duration CHUNK = Duration.ofMinutes(5);

    /** Until every window has ended, and no event could come late for it. */
    private static final Duration QUIET = Duration.ofMinutes(45);

    private static final Topics LIVE = new Topics("live.");
    private static final Topics BACKLOG = new Topics("backlog.");
    private static final TopicSerdes SERDES = new TopicSerdes(BundledSchemas.load());

    @TempDir
    private Path folder;

    /** What an alert came to say in the end. */
    private record Told(
            String rule,
            String tenant,
            Map<String, String> group,
            Instant first,
            Instant last,
            long hits,
            AlertState state) {
        static Told of(Alert alert) {
            return new Told(
                    alert.getRuleName(),
                    alert.getTenant(),
                    new TreeMap<>(alert.getGroup()),
                    alert.getFirstEventTime(),
                    alert.getLastEventTime(),
                    alert.getHits(),
                    alert.getState());
        }
    }

    @Test
    void aBacklogGivesTheAlertsOfTheLiveRun() throws Exception {
        // Given
        List<Traffic.Logged> traffic = Traffic.of(7, START, LENGTH);
        RuleSet rules = rules();
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("kafka"), 0)) {
            Map<String, Object> kafka = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
            try (TopicAdmin admin = new TopicAdmin(kafka)) {
                admin.ensure(LIVE, PARTITIONS, Optional.of((short) 1));
                admin.ensure(BACKLOG, PARTITIONS, Optional.of((short) 1));
            }

            // When
            long t0 = System.nanoTime();
            watchLive(kafka, traffic, rules);
            long t1 = System.nanoTime();
            drainBacklog(kafka, traffic, rules);
            long t2 = System.nanoTime();
            System.err.println("live " + (t1 - t0) / 1_000_000 + " backlog " + (t2 - t1) / 1_000_000 + " events "
                    + traffic.size());

            // Then
            Collection<Alert> live = lastRevisions(kafka, LIVE);
            Collection<Alert> backlog = lastRevisions(kafka, BACKLOG);
            System.err.println(live.stream().collect(Collectors.groupingBy(Alert::getRuleName, Collectors.counting())));
            System.err.println("skew live " + skew(kafka, LIVE) + " backlog " + skew(kafka, BACKLOG));
            assertThat(told(backlog)).containsExactlyInAnyOrderElementsOf(told(live));
        }
    }

    private void watchLive(Map<String, Object> kafka, List<Traffic.Logged> traffic, RuleSet rules) throws Exception {
        try (AccessLogWriter log = new AccessLogWriter(kafka, LIVE, PARTITIONS);
                RunningDetector detector = detector(kafka, LIVE, rules)) {
            for (Instant from = START; from.isBefore(END); from = from.plus(CHUNK)) {
                Instant to = from.plus(CHUNK);
                log.write(between(traffic, from, to), from, to);
                detector.awaitConsumed();
            }
            log.writeQuiet(END, END.plus(QUIET));
            detector.awaitConsumed();
        }
    }

    private void drainBacklog(Map<String, Object> kafka, List<Traffic.Logged> traffic, RuleSet rules) throws Exception {
        try (AccessLogWriter log = new AccessLogWriter(kafka, BACKLOG, PARTITIONS)) {
            log.write(traffic, START, END);
            log.writeQuiet(END, END.plus(QUIET));
        }
        try (RunningDetector detector = detector(kafka, BACKLOG, rules)) {
            detector.awaitConsumed();
        }
    }

    private RunningDetector detector(Map<String, Object> kafka, Topics topics, RuleSet rules)
            throws InterruptedException {
        return RunningDetector.start(
                kafka, folder.resolve("streams"), topics, new DetectorConfig(PARTITIONS, Traffic.MAX_DELAY), rules);
    }

    private static List<Traffic.Logged> between(List<Traffic.Logged> log, Instant from, Instant to) {
        return log.stream()
                .filter(logged ->
                        !logged.received().isBefore(from) && logged.received().isBefore(to))
                .toList();
    }

    private static Collection<Alert> lastRevisions(Map<String, Object> kafka, Topics topics) {
        Map<String, Alert> last = new LinkedHashMap<>();
        read(kafka, topics.alerts(), next -> {
            Alert alert = (Alert) next.value();
            last.merge(alert.getAlertId(), alert, (older, newer) -> newer);
        });
        return last.values();
    }

    /** The furthest that one upstream was ahead of another when a correlator heard of them. */
    private static Duration skew(Map<String, Object> kafka, Topics topics) {
        Map<Integer, Map<Integer, Instant>> heard = new HashMap<>();
        List<Duration> skews = new ArrayList<>(List.of(Duration.ZERO));
        read(kafka, topics.signals(), next -> {
            if (next.value() instanceof Tick tick) {
                Map<Integer, Instant> upstreams = heard.computeIfAbsent(next.partition(), key -> new HashMap<>());
                upstreams.put(tick.getUpstream(), tick.getTime());
                Instant first =
                        upstreams.values().stream().min(Instant::compareTo).orElseThrow();
                Instant last =
                        upstreams.values().stream().max(Instant::compareTo).orElseThrow();
                skews.add(Duration.between(first, last));
            }
        });
        return skews.stream().max(Duration::compareTo).orElseThrow();
    }

    private static <V> void read(
            Map<String, Object> kafka,
            Topic<V> topic,
            java.util.function.Consumer<ConsumerRecord<String, Object>> sink) {
        try (TopicReader reader = new TopicReader(kafka, SERDES, topic)) {
            reader.fromBeginning().forEachNow(next -> {
                sink.accept(next);
                return true;
            });
        }
    }

    private static List<Told> told(Collection<Alert> alerts) {
        return alerts.stream().map(Told::of).toList();
    }

    private static RuleSet rules() throws IOException {
        List<RuleFile> files = new ArrayList<>();
        for (String name : RULES) {
            try (InputStream file = BacklogIT.class.getResourceAsStream("rules/" + name)) {
                files.add(new RuleFile(name, new String(file.readAllBytes(), StandardCharsets.UTF_8)));
            }
        }
        return RuleSet.of(files);
    }
}
