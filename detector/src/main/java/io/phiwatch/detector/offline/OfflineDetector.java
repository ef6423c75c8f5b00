package io.phiwatch.detector.offline;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.detector.CompiledRules;
import io.phiwatch.detector.DetectorConfig;
import io.phiwatch.detector.DetectorStreams;
import io.phiwatch.detector.DetectorTopology;
import io.phiwatch.detector.context.ReferenceTables;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.ActorKey;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.Heartbeat;
import io.phiwatch.schema.LateEvent;
import io.phiwatch.schema.ReferenceRow;
import io.phiwatch.schema.ReferenceTable;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Tick;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The topology of the detector, one partition of everything, driven record by record in this thread. Its state is in
 * memory and its own. Not thread-safe.
 */
public final class OfflineDetector implements AutoCloseable {
    private static final String ORIGIN = "offline";
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);

    // What it writes, nobody else reads: it needs no registry.
    private final TopicSerdes serdes = new TopicSerdes(BundledSchemas.load());
    private final Serializer<SpecificRecord> values;
    private final TopologyTestDriver driver;
    private final Map<Surface, TestInputTopic<byte[], byte[]>> inputs = new EnumMap<>(Surface.class);
    private final Map<ReferenceTable, TestInputTopic<byte[], byte[]>> references = new EnumMap<>(ReferenceTable.class);
    private final TestInputTopic<byte[], byte[]> heartbeats;
    private final TestOutputTopic<String, Alert> alerts;
    private final TestOutputTopic<String, LateEvent> lateEvents;
    private final List<TestOutputTopic<byte[], byte[]>> unread;

    /**
     * A detector that has seen nothing.
     *
     * @param maxDelay the largest delay of any source
     * @param start where its clock begins
     */
    public OfflineDetector(CompiledRules rules, Duration maxDelay, Instant start) {
        this(rules, maxDelay, start, DetectorTopology.ProfileFields.bundled());
    }

    /**
     * A detector that has seen nothing.
     *
     * @param maxDelay the largest delay of any source
     * @param start where its clock begins
     * @param profiles how they read events
     */
    OfflineDetector(CompiledRules rules, Duration maxDelay, Instant start, DetectorTopology.ProfileFields profiles) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        DetectorTopology topology =
                new DetectorTopology(new DetectorConfig(1, maxDelay), time -> rules, TOPICS, serdes, meters, profiles);
        // The five topics carry the same types, whose ids do not depend on the topic.
        this.values = serdes.value(TOPICS.access().getFirst()).serializer();
        this.driver = new TopologyTestDriver(topology.buildInMemory(), settings(meters), start);
        for (Surface surface : Surface.values()) {
            inputs.put(surface, input(TOPICS.access(surface)));
        }
        ReferenceTables.HELD.forEach(table -> references.put(table, input(TOPICS.reference(table))));
        this.heartbeats = input(TOPICS.heartbeats());
        this.alerts = output(TOPICS.alerts());
        this.lateEvents = output(TOPICS.lateEvents());
        this.unread = List.of(
                raw(TOPICS.signals()), raw(TOPICS.alertHits()), raw(TOPICS.alertedActors()), raw(TOPICS.profiles()));
    }

    private static Properties settings(SimpleMeterRegistry meters) {
        Properties settings = new Properties();
        settings.putAll(DetectorStreams.defaults(meters));
        // Nothing outlives the driver: transactions would only cost time.
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, ORIGIN);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
        return settings;
    }

    /** Whether rules may ask that table. */
    public static boolean holds(ReferenceTable table) {
        return ReferenceTables.HELD.contains(table);
    }

    /**
     * A record of a table that rules may ask. A row counts from the time on at which it was recorded, so that all may be
     * told before the first event.
     *
     * @param row null where the row is to be forgotten
     */
    public void know(ReferenceTable table, String key, @Nullable ReferenceRow row) {
        byte @Nullable [] value = row == null
                ? null
                : serdes.value(TOPICS.reference(table)).serializer().serialize("", row);
        Objects.requireNonNull(references.get(table))
                .pipeInput(
                        key.getBytes(StandardCharsets.UTF_8),
                        value,
                        row == null ? 0 : row.getRecordedAt().toEpochMilli());
    }

    /** An event that ingest received at that time. */
    public void see(AccessEvent event, Instant received) {
        feed(event.getSurface(), ActorKey.of(event), event, received.toEpochMilli());
    }

    /** What a source delivered in a second, told at that time. */
    public void beat(Heartbeat beat, Instant told) {
        heartbeats.pipeInput(
                beat.getSourceId().getBytes(StandardCharsets.UTF_8),
                serdes.value(TOPICS.heartbeats()).serializer().serialize("", beat),
                told.toEpochMilli());
    }

    /** The clock of every surface at that time. */
    public void tick(Instant time) {
        for (Surface surface : Surface.values()) {
            tick(surface, time.toEpochMilli());
        }
    }

    /**
     * The clock of one surface.
     *
     * @param time epoch milliseconds
     */
    public void tick(Surface surface, long time) {
        Tick tick = Tick.newBuilder()
                .setTime(Instant.ofEpochMilli(time))
                .setOrigin(ORIGIN)
                .build();
        feed(surface, ORIGIN, tick, time);
    }

    private void feed(Surface surface, String key, SpecificRecord value, long timestamp) {
        Objects.requireNonNull(inputs.get(surface))
                .pipeInput(key.getBytes(StandardCharsets.UTF_8), values.serialize("", value), timestamp);
    }

    /** What was alerted since the last call, revisions included, in the order emitted. */
    public List<Alert> takeAlerts() {
        // The driver keeps every output until it is read.
        unread.forEach(TestOutputTopic::readRecordsToList);
        return alerts.readRecordsToList().stream().map(TestRecord::value).toList();
    }

    /** What came later than its source may, since the last call. */
    public List<LateEvent> takeLateEvents() {
        return lateEvents.readRecordsToList().stream().map(TestRecord::value).toList();
    }

    private TestInputTopic<byte[], byte[]> input(Topic<?> topic) {
        return driver.createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private <V extends SpecificRecord> TestOutputTopic<String, V> output(Topic<V> topic) {
        return driver.createOutputTopic(
                topic.name(), serdes.key().deserializer(), serdes.value(topic).deserializer());
    }

    private TestOutputTopic<byte[], byte[]> raw(Topic<?> topic) {
        return driver.createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        driver.close();
    }
}
