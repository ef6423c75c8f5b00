package io.phiwatch.alerting;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.alerting.suppress.ExceptionScope;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.ScopedException;
import io.phiwatch.schema.Suppression;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/** The alerting topology with its inputs, and all that it put out so far. */
public final class AlertingDriver implements AutoCloseable {
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);

    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, Incident> incidents = new LinkedHashMap<>();
    private final Map<String, Suppression> suppressions = new LinkedHashMap<>();
    private final List<EvidenceEntry> evidence = new ArrayList<>();
    private final List<Notification> pages = new ArrayList<>();
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, Alert> alertsIn;
    private final TestInputTopic<String, IncidentCommand> commandsIn;
    private final TestInputTopic<String, ScopedException> exceptionsIn;
    private final TestOutputTopic<String, Incident> incidentsOut;
    private final TestOutputTopic<String, EvidenceEntry> evidenceOut;
    private final TestOutputTopic<String, Notification> pagesOut;
    private final TestOutputTopic<String, Suppression> suppressionsOut;

    /** Runs with its state in that folder. */
    public AlertingDriver(Path state) {
        driver = new TopologyTestDriver(
                new AlertingTopology(AlertingConfig.defaults(), TOPICS, Alerts.SERDES, meters).build(),
                properties(state),
                Alerts.START);
        alertsIn = in(TOPICS.alerts());
        commandsIn = in(TOPICS.incidentCommands());
        exceptionsIn = in(TOPICS.exceptions());
        incidentsOut = out(TOPICS.incidents());
        evidenceOut = out(TOPICS.evidence());
        pagesOut = out(TOPICS.notifications());
        suppressionsOut = out(TOPICS.suppressions());
    }

    /** What a topology is run with that has no broker, and its state in that folder. */
    public static Properties properties(Path state) {
        Properties properties = new Properties();
        properties.putAll(AlertingTopology.defaults());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        return properties;
    }

    /** Puts an alert in at that time. */
    public void alert(Alert.Builder alert, Instant at) {
        alertsIn.pipeInput(alert.getEntityKey(), alert.build(), at);
        drain();
    }

    /** Puts a command in at that time. */
    public void command(IncidentCommand.Builder command, Instant at) {
        commandsIn.pipeInput(command.getIncidentId(), command.build(), at);
        drain();
    }

    /** Puts an exception in. */
    public void exception(ScopedException.Builder exception) {
        ScopedException built = exception.build();
        exceptionsIn.pipeInput(ExceptionScope.key(built), built);
    }

    private void drain() {
        incidentsOut.readKeyValuesToList().forEach(change -> incidents.put(change.key, change.value));
        suppressionsOut.readKeyValuesToList().forEach(change -> suppressions.put(change.key, change.value));
        evidence.addAll(evidenceOut.readValuesToList());
        pages.addAll(pagesOut.readValuesToList());
    }

    /** Latest state of every incident by id. */
    public Map<String, Incident> incidents() {
        return incidents;
    }

    /** Latest state of every suppression by key. */
    public Map<String, Suppression> suppressions() {
        return suppressions;
    }

    /** Evidence of one chain. */
    public List<EvidenceEntry> evidence(String chainId) {
        return evidence.stream()
                .filter(entry -> entry.getIncidentId().equals(chainId))
                .toList();
    }

    /** Pages about one incident. */
    public List<Notification> pages(String incidentId) {
        return pages.stream()
                .filter(page -> page.getIncidentId().equals(incidentId))
                .toList();
    }

    @Override
    public void close() {
        driver.close();
    }

    private <V extends SpecificRecord> TestInputTopic<String, V> in(Topic<V> topic) {
        return driver.createInputTopic(
                topic.name(), new StringSerializer(), Alerts.SERDES.value(topic).serializer());
    }

    private <V extends SpecificRecord> TestOutputTopic<String, V> out(Topic<V> topic) {
        return driver.createOutputTopic(
                topic.name(),
                new StringDeserializer(),
                Alerts.SERDES.value(topic).deserializer());
    }
}
