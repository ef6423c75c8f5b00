package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.alerting.AlertingConfig;
import io.phiwatch.alerting.AlertingTopology;
import io.phiwatch.alerting.EntityPartitioner;
import io.phiwatch.alerting.evidence.EvidenceVerifier;
import io.phiwatch.launcher.kafka.EmbeddedKafka;
import io.phiwatch.launcher.kafka.StreamsRunner;
import io.phiwatch.launcher.kafka.TopicAdmin;
import io.phiwatch.launcher.kafka.TopicReader;
import io.phiwatch.launcher.system.AlertingStory.Input;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Alerting killed between any two steps, and alerting in two instances: both come to the incidents, the chains of evidence
 * and the pages that one instance comes to which nothing happens to.
 */
final class AlertingKillIT {
    private static final int PARTITIONS = 4;
    private static final Set<Integer> KILLED_IN = Set.of(1, 3, 4);
    private static final int MOST_PAUSE_MILLIS = 400;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final TopicSerdes SERDES = new TopicSerdes(BundledSchemas.load());

    /** A broker that does not die with alerting aborts by time what alerting left open. */
    private static final Map<String, Object> OUTLIVING =
            Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", 1_000);

    /** Picks the points; given again, it picks the same. */
    private static final long SEED = Long.getLong("phiwatch.seed", System.nanoTime());

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    /** All that alerting put out: latest incidents, evidence and pages by incident. */
    private record Told(
            Map<String, Incident> incidents,
            Map<String, List<EvidenceEntry>> evidence,
            Map<String, List<Notification>> pages) {
        Told() {
            this(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        }

        void add(SpecificRecord value) {
            switch (value) {
                case Incident incident -> incidents.put(incident.getIncidentId(), incident);
                case EvidenceEntry entry ->
                    evidence.computeIfAbsent(entry.getIncidentId(), id -> new ArrayList<>())
                            .add(entry);
                case Notification page ->
                    pages.computeIfAbsent(page.getIncidentId(), id -> new ArrayList<>())
                            .add(page);
                default -> throw new IllegalStateException("not expected: " + value.getClass());
            }
        }
    }

    @AfterEach
    void endProcesses() {
        processes.forEach(Process::destroyForcibly);
    }

    @Disabled("pages are recorded on the incident since routes came, which the undisturbed run has no pager for")
    @Test
    void killsAndSecondInstancesChangeNothing() throws Exception {
        // Given
        List<Map<String, Integer>> versions = new ArrayList<>();
        Told calm = tellCalm(versions);
        assertThat(calm.incidents())
                .hasSizeGreaterThan(20)
                .allSatisfy((id, incident) -> assertThat(EvidenceVerifier.verify(
                                        incident, calm.evidence().get(id))
                                .isIntact())
                        .isTrue());
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("kafka"), 0, OUTLIVING)) {
            Map<String, Object> kafka = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());

            // When
            Told killed = tellKilled(kafka, versions);
            Told shared = tellTwo(kafka, versions);

            // Then
            assertSame(killed, calm, "killed, seed " + SEED);
            assertSame(shared, calm, "two instances");
        }
    }

    private static void assertSame(Told told, Told calm, String how) {
        assertThat(told.incidents()).as(how).isEqualTo(calm.incidents());
        assertThat(told.evidence()).as(how).isEqualTo(calm.evidence());
        assertThat(told.pages()).as(how).isEqualTo(calm.pages());
    }

    /** One instance without a broker; the versions that the incidents have come to by the end of each chapter. */
    private Told tellCalm(List<Map<String, Integer>> versions) throws IOException {
        Topics topics = new Topics("calm.");
        Properties properties = new Properties();
        properties.putAll(AlertingTopology.defaults());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "calm");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                Files.createDirectories(folder.resolve("calm")).toString());
        Told told = new Told();
        try (TopologyTestDriver driver = new TopologyTestDriver(
                topology(topics).build(),
                properties,
                AlertingStory.chapters().getFirst().getFirst().at())) {
            for (List<Input> chapter : AlertingStory.chapters()) {
                chapter.forEach(input -> {
                    Topic<? extends SpecificRecord> topic = topicOf(topics, input);
                    driver.createInputTopic(topic.name(), new StringSerializer(), serializer(topic))
                            .pipeInput(input.key(), input.value(), input.at());
                });
                for (Topic<? extends SpecificRecord> topic : outputs(topics)) {
                    driver.createOutputTopic(
                                    topic.name(),
                                    new StringDeserializer(),
                                    SERDES.value(topic).deserializer())
                            .readValuesToList()
                            .forEach(told::add);
                }
                Map<String, Integer> come = new HashMap<>();
                told.incidents().forEach((id, incident) -> come.put(id, incident.getVersion()));
                versions.add(come);
            }
        }
        return told;
    }

    private Told tellKilled(Map<String, Object> kafka, List<Map<String, Integer>> versions) throws Exception {
        Topics topics = topics(kafka, "killed.");
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

    private Told tellTwo(Map<String, Object> kafka, List<Map<String, Integer>> versions) throws Exception {
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
        return StreamsRunner.start("shared-alerting", topology(topics).build(), settings);
    }

    private static AlertingTopology topology(Topics topics) {
        return new AlertingTopology(AlertingConfig.defaults(), topics, SERDES, new SimpleMeterRegistry());
    }

    private void start(Map<String, Object> kafka) throws IOException {
        processes.add(PhiwatchJar.start(
                folder.resolve("alerting.log"),
                List.of(
                        "run",
                        "alerting",
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
        return new KafkaProducer<>(kafka, new StringSerializer(), serializer(new Topics("any.").alerts()));
    }

    @SuppressWarnings("unchecked") // the serde writes whatever record it is given
    private static Serializer<SpecificRecord> serializer(Topic<? extends SpecificRecord> topic) {
        return (Serializer<SpecificRecord>) (Object) SERDES.value(topic).serializer();
    }

    private static void write(Producer<String, SpecificRecord> producer, Topics topics, Input input) {
        int partition = input.value() instanceof Alert alert
                ? EntityPartitioner.partitionOf(alert.getEntityKey() + "-1", PARTITIONS)
                : EntityPartitioner.partitionOf(input.key(), PARTITIONS);
        String topic = topicOf(topics, input).name();
        var unused = producer.send(
                new ProducerRecord<>(topic, partition, input.at().toEpochMilli(), input.key(), input.value()));
    }

    private static Topic<? extends SpecificRecord> topicOf(Topics topics, Input input) {
        return input.value() instanceof Alert ? topics.alerts() : topics.incidentCommands();
    }

    private static List<Topic<? extends SpecificRecord>> outputs(Topics topics) {
        return List.of(topics.incidents(), topics.evidence(), topics.notifications());
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

    private static Told read(Map<String, Object> kafka, Topics topics) {
        Told told = new Told();
        Consumer<SpecificRecord> add = told::add;
        for (Topic<? extends SpecificRecord> topic : outputs(topics)) {
            try (TopicReader reader = new TopicReader(kafka, SERDES, topic)) {
                reader.fromBeginning().forEachNow(next -> {
                    add.accept((SpecificRecord) next.value());
                    return true;
                });
            }
        }
        return told;
    }
}
