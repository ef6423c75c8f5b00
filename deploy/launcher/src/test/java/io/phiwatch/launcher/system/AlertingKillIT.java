package io.phiwatch.launcher.system;

import static io.phiwatch.launcher.system.CalmAlerting.NO_FLOOD;
import static io.phiwatch.launcher.system.CalmAlerting.SERDES;
import static io.phiwatch.launcher.system.CalmAlerting.SINK;
import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.AlertingTopology;
import io.phiwatch.alerting.EntityPartitioner;
import io.phiwatch.launcher.kafka.EmbeddedKafka;
import io.phiwatch.launcher.kafka.StreamsRunner;
import io.phiwatch.launcher.kafka.TopicAdmin;
import io.phiwatch.launcher.kafka.TopicReader;
import io.phiwatch.launcher.system.AlertingStory.Input;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Alerting killed between any two steps, and alerting in two instances: both come to the incidents, the chains of evidence
 * and the pages that one instance comes to which nothing happens to.
 */
final class AlertingKillIT {
    private static final int PARTITIONS = 4;
    /** Chapters in which alerts open, link, merge and page. */
    private static final Set<Integer> KILLED_IN = Set.of(0, 1, 3, 4);

    private static final int MOST_PAUSE_MILLIS = 400;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A broker that does not die with alerting aborts by time what alerting left open. */
    private static final Map<String, Object> OUTLIVING =
            Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", 1_000);

    /** Picks the points; given again, it picks the same. */
    private static final long SEED = Long.getLong("phiwatch.seed", System.nanoTime());

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();
    private final PageReceiver receiver = new PageReceiver();

    @AfterEach
    void endProcesses() {
        processes.forEach(Process::destroyForcibly);
        receiver.close();
    }

    @Test
    void killsAndSecondInstancesChangeNothing() throws Exception {
        // Given
        CalmAlerting.Ran paged = CalmAlerting.run(folder.resolve("paged"), CalmAlerting::deliver);
        CalmAlerting.Ran unpaged = CalmAlerting.run(folder.resolve("unpaged"), order -> Optional.empty());
        assertThat(paged.output().incidents()).hasSizeGreaterThan(20);
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("kafka"), 0, OUTLIVING)) {
            Map<String, Object> kafka = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());

            // When
            long start = System.nanoTime();
            Topics topics = topics(kafka, "killed.");
            AlertingOutput killed = tellKilled(kafka, topics, paged.versions());
            Map<String, Input> results = results(kafka, topics);
            long afterKills = System.nanoTime();
            AlertingOutput shared = tellTwo(kafka, unpaged.versions());
            System.out.printf(
                    Locale.ROOT,
                    "%d kills in %.1f s, two instances in %.1f s, seed %d%n",
                    KILLED_IN.size(),
                    (afterKills - start) / 1e9,
                    (System.nanoTime() - afterKills) / 1e9,
                    SEED);

            // Then: with what the pager said, and when it said so, one undisturbed instance comes to the same
            AlertingOutput calm = CalmAlerting.run(
                            folder.resolve("calm"), order -> Optional.ofNullable(results.get(order.getPageId())))
                    .output();
            killed.assertSameAs(calm, "killed, seed " + SEED);
            killed.assertIntact();
            shared.assertSameAs(unpaged.output(), "two instances");
            receiver.assertHeardOnce(calm.orders());
        }
    }

    private AlertingOutput tellKilled(Map<String, Object> kafka, Topics topics, List<Map<String, Integer>> versions)
            throws Exception {
        Random random = new Random(SEED);
        start(kafka);
        try (Producer<String, SpecificRecord> producer = producer(kafka)) {
            List<List<Input>> chapters = AlertingStory.chapters();
            for (int i = 0; i < chapters.size(); i++) {
                List<Input> chapter = chapters.get(i);
                int point = KILLED_IN.contains(i) ? random.nextInt(chapter.size()) : -1;
                for (int n = 0; n < chapter.size(); n++) {
                    write(producer, topics, chapter.get(n));
                    if (n == point) {
                        producer.flush();
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_PAUSE_MILLIS)));
                        processes.getLast().destroyForcibly().waitFor();
                        start(kafka);
                    }
                }
                producer.flush();
                awaitVersions(kafka, topics, versions.get(i));
            }
        }
        return read(kafka, topics);
    }

    /** What the pager said became of each page: of what it said twice the first, which is what counts. */
    private static Map<String, Input> results(Map<String, Object> kafka, Topics topics) {
        Map<String, Input> results = new HashMap<>();
        try (TopicReader reader = new TopicReader(kafka, SERDES, topics.incidentCommands())) {
            reader.fromBeginning().forEachNow(next -> {
                if (next.value() instanceof IncidentCommand command && command.getType() == CommandType.page_result) {
                    Instant at = Instant.ofEpochMilli(next.timestamp());
                    results.putIfAbsent(command.getCommandId(), new Input(next.key(), command, at));
                }
                return true;
            });
        }
        return results;
    }

    private AlertingOutput tellTwo(Map<String, Object> kafka, List<Map<String, Integer>> versions) throws Exception {
        Topics topics = topics(kafka, "shared.");
        try (StreamsRunner one = instance(kafka, topics, "one");
                StreamsRunner other = instance(kafka, topics, "other");
                Producer<String, SpecificRecord> producer = producer(kafka)) {
            assertThat(one.awaitRunning(PATIENCE)).isTrue();
            assertThat(other.awaitRunning(PATIENCE)).isTrue();
            List<List<Input>> chapters = AlertingStory.chapters();
            for (int i = 0; i < chapters.size(); i++) {
                chapters.get(i).forEach(input -> write(producer, topics, input));
                producer.flush();
                awaitVersions(kafka, topics, versions.get(i));
            }
        }
        return read(kafka, topics);
    }

    private StreamsRunner instance(Map<String, Object> kafka, Topics topics, String name) {
        Map<String, Object> settings = new HashMap<>(AlertingTopology.defaults());
        settings.putAll(kafka);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve(name).toString());
        return StreamsRunner.start("shared-alerting", CalmAlerting.topology(topics), settings);
    }

    private void start(Map<String, Object> kafka) throws IOException {
        Path config = Files.writeString(folder.resolve("phiwatch.yaml"), """
                pages:
                  sinks:
                    - {name: %s, kind: webhook, url: "%s", secret: a-secret-of-16-or-more}
                  flood: {incidents: %d}
                """.formatted(SINK, receiver.url(), NO_FLOOD));
        processes.add(PhiwatchJar.start(
                folder.resolve("alerting.log"),
                List.of(
                        "run",
                        "alerting",
                        "--config",
                        config.toString(),
                        "--data",
                        Files.createDirectories(folder.resolve("data")).toString(),
                        "--set",
                        "kafka.bootstrap.servers=" + kafka.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG),
                        "--set",
                        "topics.prefix=killed.",
                        "--set",
                        "console.http.port=0")));
    }

    private static Topics topics(Map<String, Object> kafka, String prefix) {
        Topics topics = new Topics(prefix);
        try (TopicAdmin admin = new TopicAdmin(kafka)) {
            admin.ensure(topics, PARTITIONS, Optional.of((short) 1));
        }
        return topics;
    }

    private static Producer<String, SpecificRecord> producer(Map<String, Object> kafka) {
        return new KafkaProducer<>(kafka, new StringSerializer(), CalmAlerting.serializer(new Topics("any.").alerts()));
    }

    private static void write(Producer<String, SpecificRecord> producer, Topics topics, Input input) {
        int partition = input.value() instanceof Alert alert
                ? EntityPartitioner.partitionOf(alert.getEntityKey() + "-1", PARTITIONS)
                : EntityPartitioner.partitionOf(input.key(), PARTITIONS);
        String topic = CalmAlerting.topicOf(topics, input).name();
        var unused = producer.send(
                new ProducerRecord<>(topic, partition, input.at().toEpochMilli(), input.key(), input.value()));
    }

    private void awaitVersions(Map<String, Object> kafka, Topics topics, Map<String, Integer> expected) {
        Map<String, Integer> come = new HashMap<>();
        try (TopicReader reader = new TopicReader(kafka, SERDES, topics.incidents())) {
            reader.fromBeginning().forEach(PATIENCE, next -> {
                come.merge(next.key(), ((Incident) next.value()).getVersion(), Math::max);
                return !come.equals(expected);
            });
        }
        assertThat(come).as("versions; seed " + SEED).isEqualTo(expected);
    }

    private static AlertingOutput read(Map<String, Object> kafka, Topics topics) {
        AlertingOutput output = new AlertingOutput();
        for (Topic<? extends SpecificRecord> topic : AlertingOutput.topics(topics)) {
            try (TopicReader reader = new TopicReader(kafka, SERDES, topic)) {
                reader.fromBeginning().forEachNow(next -> {
                    output.add((SpecificRecord) next.value());
                    return true;
                });
            }
        }
        return output;
    }
}
