package io.phiwatch.detector;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.detector.event.EventFields;
import io.phiwatch.detector.rules.Pusher;
import io.phiwatch.detector.rules.RulePush;
import io.phiwatch.detector.rules.RulesTrust;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.Matcher;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.ActorKey;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertHit;
import io.phiwatch.schema.LateEvent;
import io.phiwatch.schema.ReferenceKey;
import io.phiwatch.schema.ReferenceRow;
import io.phiwatch.schema.ReferenceTable;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Tick;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The whole detector on a test driver: events, ticks and raw bytes in, alerts out. Times are offsets from the start. */
final class DetectorFixture implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    static final TopicSerdes SERDES = new TopicSerdes(BundledSchemas.load());

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final TopologyTestDriver driver;

    DetectorFixture(List<DetectionRule> detections, List<CorrelationRule> correlations, RuleMatcher matcher) {
        this(detections, correlations, (CompiledRules.Matchers) quarantine -> matcher);
    }

    DetectorFixture(
            List<DetectionRule> detections, List<CorrelationRule> correlations, CompiledRules.Matchers matchers) {
        this(metrics -> topology(new DetectorRules(detections, correlations), matchers, metrics));
    }

    /** A detector with those rules, as they are written. */
    static DetectorFixture of(RuleSet rules) {
        return new DetectorFixture(rules.detections(), rules.correlations(), (CompiledRules.Matchers) quarantine ->
                new MeasuredMatcher(Matcher.compile(rules, new EventFields(), Matcher::isAboutAccess, quarantine)));
    }

    /** A detector that takes its rules from the topic of rules. */
    static DetectorFixture following(RuleSet pack, RulesTrust trust) {
        return new DetectorFixture(metrics -> following(pack, trust, metrics));
    }

    private DetectorFixture(Function<SimpleMeterRegistry, Topology> topology) {
        Properties settings = new Properties();
        settings.putAll(DetectorStreams.defaults(metrics));
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "detector-test");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, temporaryFolder().toString());
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        driver = new TopologyTestDriver(topology.apply(metrics), settings, START);
    }

    private static Topology topology(
            DetectorRules rules, CompiledRules.Matchers matchers, SimpleMeterRegistry metrics) {
        CompiledRules compiled =
                new CompiledRules(rules, matchers, new EventFields(), DetectorConfig.DEFAULT_MAX_DELAY);
        return new DetectorTopology(DetectorConfig.of(1), time -> compiled, TOPICS, SERDES, metrics).build();
    }

    static Topology following(RuleSet pack, RulesTrust trust, SimpleMeterRegistry metrics) {
        ActiveRules rules = new ActiveRules(pack, DetectorConfig.DEFAULT_MAX_DELAY, trust, metrics);
        return new DetectorTopology(DetectorConfig.of(1), rules, TOPICS, SERDES, metrics).build();
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("detector-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes over what another detector remembers, as a task does that was moved or killed. */
    void takeOver(DetectorFixture other) {
        for (String store : driver.getAllStateStores().keySet()) {
            KeyValueStore<Object, Object> own = driver.getKeyValueStore(store);
            try (KeyValueIterator<Object, Object> entries =
                    other.driver.getKeyValueStore(store).all()) {
                entries.forEachRemaining(entry -> own.put(entry.key, entry.value));
            }
        }
    }

    /** Writes rules as a push does. */
    void push(RulePush.Publication publication) {
        TestInputTopic<String, SpecificRecord> rules = driver.createInputTopic(
                TOPICS.rules().name(),
                SERDES.key().serializer(),
                SERDES.value(TOPICS.rules()).serializer());
        Pusher.write(publication, rules::pipeInput);
    }

    /** A row of a reference table, read by the detector now, whenever it was recorded. */
    void know(ReferenceRow row) {
        Topic<ReferenceRow> topic = TOPICS.reference(ReferenceTable.valueOf(row.getTable()));
        driver.createInputTopic(
                        topic.name(),
                        SERDES.key().serializer(),
                        SERDES.value(topic).serializer())
                .pipeInput(ReferenceKey.of(row), row, row.getRecordedAt());
    }

    /** Event of the default source, received when it happens. */
    void see(AccessEvent event) {
        see(event, Duration.between(START, event.getEventTime()));
    }

    void see(AccessEvent event, Duration received) {
        access(event.getSurface()).pipeInput(new TestRecord<>(ActorKey.of(event), event, START.plus(received)));
    }

    void tick(Duration time) {
        for (Surface surface : Surface.values()) {
            tick(surface, time);
        }
    }

    void tick(Surface surface, Duration time) {
        Tick tick = Tick.newBuilder()
                .setTime(START.plus(time))
                .setOrigin("ingest-1")
                .setUpstream(-1)
                .setUpstreams(0)
                .build();
        access(surface).pipeInput(new TestRecord<>("tick", tick, START.plus(time)));
    }

    void bytes(Surface surface, byte[] value) {
        driver.createInputTopic(TOPICS.access(surface).name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput("key", value, START);
    }

    void tombstone(Surface surface) {
        access(surface).pipeInput(new TestRecord<>("acme|staff-1", null, START));
    }

    List<Alert> alerts() {
        return read(TOPICS.alerts()).stream().map(TestRecord::value).toList();
    }

    List<AlertHit> hits() {
        return read(TOPICS.alertHits()).stream().map(TestRecord::value).toList();
    }

    List<LateEvent> lateEvents() {
        return read(TOPICS.lateEvents()).stream().map(TestRecord::value).toList();
    }

    List<TestRecord<String, SpecificRecord>> signals() {
        return read(TOPICS.signals());
    }

    <V extends SpecificRecord> List<TestRecord<String, V>> read(Topic<V> topic) {
        return new ArrayList<>(driver.createOutputTopic(
                        topic.name(),
                        SERDES.key().deserializer(),
                        SERDES.value(topic).deserializer())
                .readRecordsToList());
    }

    long entries(String store) {
        long entries = 0;
        try (var all = driver.getKeyValueStore(store).all()) {
            while (all.hasNext()) {
                all.next();
                entries++;
            }
        }
        return entries;
    }

    double count(String metric) {
        return metrics.get(metric).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private TestInputTopic<String, SpecificRecord> access(Surface surface) {
        return driver.createInputTopic(
                TOPICS.access(surface).name(),
                SERDES.key().serializer(),
                SERDES.value(TOPICS.access(surface)).serializer());
    }

    @Override
    public void close() {
        driver.close();
    }
}
