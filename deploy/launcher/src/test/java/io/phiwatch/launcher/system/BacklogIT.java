package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.DetectorConfig;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.launcher.kafka.EmbeddedKafka;
import io.phiwatch.launcher.kafka.TopicAdmin;
import io.phiwatch.launcher.kafka.TopicReader;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.LateEvent;
import io.phiwatch.schema.Outcome;
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
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An hour of traffic, or as many as {@code phiwatch.backlog.hours} says, once watched live and once drained as a backlog, whose partitions come at different speeds: both
 * give the same alerts.
 */
final class BacklogIT {
    private static final List<String> RULES = List.of("actors.yml", "clients.yml", "sequences.yml");

    private static final int PARTITIONS = 4;
    private static final Instant START = Instant.parse("2026-11-02T09:00:00Z");
    private static final Duration LENGTH = Duration.ofHours(Integer.getInteger("phiwatch.backlog.hours", 1));

    /** When the last event has come, however late. */
    private static final Instant END = START.plus(LENGTH).plus(Traffic.MAX_DELAY);

    private static final Duration CHUNK = Duration.ofMinutes(5);

    /** Until every window has ended, and no event could come late for it. */
    private static final Duration QUIET = Duration.ofMinutes(90);

    private static final Topics LIVE = new Topics("live.");
    private static final Topics BACKLOG = new Topics("backlog.");
    private static final TopicSerdes SERDES = new TopicSerdes(BundledSchemas.load());

    private static final int THRESHOLD = 8;
    private static final Duration TIMESPAN = Duration.ofMinutes(5);

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
            watchLive(kafka, traffic, rules);
            drainBacklog(kafka, traffic, rules);

            // Then
            Collection<Alert> live = lastRevisions(kafka, LIVE);
            Collection<Alert> backlog = lastRevisions(kafka, BACKLOG);
            assertThat(skew(kafka, BACKLOG)).as("how far partitions came apart").isGreaterThan(Duration.ofMinutes(30));
            assertThat(live).extracting(Alert::getRuleName).containsAll(alertingRules(rules));
            assertThat(told(backlog)).containsExactlyInAnyOrderElementsOf(told(live));
            assertThat(idsOfActors(backlog)).containsExactlyInAnyOrderElementsOf(idsOfActors(live));
            assertThat(lateEvents(kafka, LIVE)).isEmpty();
            assertThat(lateEvents(kafka, BACKLOG)).isEmpty();
            assertThat(told(live).stream().filter(told -> told.rule().equals("brute-force")))
                    .containsExactlyInAnyOrderElementsOf(bruteForce(traffic));
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
            Map<String, Object> kafka, Topic<V> topic, Consumer<ConsumerRecord<String, Object>> sink) {
        try (TopicReader reader = new TopicReader(kafka, SERDES, topic)) {
            reader.fromBeginning().forEachNow(next -> {
                sink.accept(next);
                return true;
            });
        }
    }

    /** What stands in the end. Which alerts were told before a late event joined them depends on the order of arrival. */
    private static List<Told> told(Collection<Alert> alerts) {
        return alerts.stream()
                .filter(alert -> alert.getState() != AlertState.superseded)
                .map(Told::of)
                .toList();
    }

    /**
     * Ids of alerts about actors. What one actor does has one order in the log; of what a client does on several
     * partitions, it is open which event comes last and so gives the alert its id.
     */
    private static List<String> idsOfActors(Collection<Alert> alerts) {
        return alerts.stream()
                .filter(alert -> alert.getGroup().containsKey("actor.id"))
                .map(Alert::getAlertId)
                .toList();
    }

    private static List<String> alertingRules(RuleSet rules) {
        return rules.correlations().stream()
                .filter(CorrelationRule::alerts)
                .map(rule -> rule.metadata().name())
                .toList();
    }

    private static List<LateEvent> lateEvents(Map<String, Object> kafka, Topics topics) {
        List<LateEvent> late = new ArrayList<>();
        read(kafka, topics.lateEvents(), next -> late.add((LateEvent) next.value()));
        return late;
    }

    /** What the rule brute-force must say, found the slow way. */
    private static List<Told> bruteForce(List<Traffic.Logged> traffic) {
        Map<String, TreeMap<Instant, AccessEvent>> failed = new HashMap<>();
        for (Traffic.Logged logged : traffic) {
            AccessEvent event = logged.event();
            if (event.getAction() == Action.login && event.getOutcome() != Outcome.success) {
                AccessEvent other = failed.computeIfAbsent(event.getActorId(), key -> new TreeMap<>())
                        .put(event.getEventTime(), event);
                assertThat(other).as("two events at one time").isIn(null, event);
            }
        }
        return failed.values().stream()
                .flatMap(events -> episodes(events).stream())
                .toList();
    }

    private static List<Told> episodes(NavigableMap<Instant, AccessEvent> events) {
        NavigableSet<Instant> hot = new TreeSet<>();
        for (Instant from : events.keySet()) {
            Set<Instant> window =
                    events.subMap(from, true, from.plus(TIMESPAN), true).keySet();
            if (window.size() >= THRESHOLD) {
                hot.addAll(window);
            }
        }
        List<Told> episodes = new ArrayList<>();
        while (!hot.isEmpty()) {
            Instant first = hot.first();
            Instant last = hot.pollFirst();
            int hits = 1;
            while (!hot.isEmpty() && !hot.first().isAfter(last.plus(TIMESPAN))) {
                last = hot.pollFirst();
                hits++;
            }
            AccessEvent event = events.get(first);
            Map<String, String> group = Map.of("actor.id", event.getActorId());
            episodes.add(new Told("brute-force", event.getTenant(), group, first, last, hits, AlertState.ended));
        }
        return episodes;
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
