package io.phiwatch.launcher.drill;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.alerting.AlertingConfig;
import io.phiwatch.alerting.AlertingTopology;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The topology of alerting in this thread: alerts in, incidents out. Not thread-safe. */
final class OfflineAlerting implements AutoCloseable {
    private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    private final TopicSerdes serdes = new TopicSerdes(BundledSchemas.load());
    private final Map<String, Incident> incidents = new LinkedHashMap<>();
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, Alert> alerts;
    private final TestOutputTopic<String, Incident> changes;
    private final List<TestOutputTopic<byte[], byte[]>> unread;

    /**
     * An alerting that knows of nothing.
     *
     * @param state folder for its stores
     * @param start where its clock begins
     */
    OfflineAlerting(Path state, Instant start) {
        Properties settings = new Properties();
        settings.putAll(AlertingTopology.defaults());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "offline-alerting");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        this.driver = new TopologyTestDriver(
                new AlertingTopology(AlertingConfig.defaults(), topics, serdes, new SimpleMeterRegistry()).build(),
                settings,
                start);
        this.alerts = driver.createInputTopic(
                topics.alerts().name(),
                serdes.key().serializer(),
                serdes.value(topics.alerts()).serializer());
        this.changes = driver.createOutputTopic(
                topics.incidents().name(),
                serdes.key().deserializer(),
                serdes.value(topics.incidents()).deserializer());
        this.unread = List.of(
                raw(topics.evidence().name()),
                raw(topics.notifications().name()),
                raw(topics.alertsOcsf().name()));
    }

    /** An alert, in the order in which the detector emitted them. */
    void take(Alert alert) {
        alerts.pipeInput(new TestRecord<>(alert.getEntityKey(), alert, alert.getDetectedAt()));
        changes.readRecordsToList().forEach(change -> incidents.put(change.key(), change.value()));
        // the driver keeps every output until it is read
        unread.forEach(TestOutputTopic::readRecordsToList);
    }

    /** As they are now, in the order in which they were opened. */
    Collection<Incident> incidents() {
        return incidents.values();
    }

    private TestOutputTopic<byte[], byte[]> raw(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        driver.close();
    }
}
