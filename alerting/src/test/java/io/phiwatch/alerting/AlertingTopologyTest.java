package io.phiwatch.alerting;

import static io.phiwatch.alerting.Alerts.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.alerting.evidence.EvidenceVerifier;
import io.phiwatch.alerting.incident.IncidentPolicy;
import io.phiwatch.alerting.page.PagerConfig;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.NotificationReason;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertingTopologyTest {
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    private static final EntityKey KIM = EntityKey.of("acme", "actor", "nurse.kim");
    private static final String FIRST = KIM.incidentId(1);

    /** A short list of alerts: the flood writes it a thousand times. */
    private static final int LISTED = 10;

    private static final AlertingConfig CONFIG = new AlertingConfig(
            new IncidentPolicy(Duration.ofHours(24), LISTED, 50, Level.medium), PagerConfig.defaults());

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    private Path state;

    private TopologyTestDriver driver;
    private TestInputTopic<String, Alert> alerts;
    private TestInputTopic<String, IncidentCommand> commands;
    private TestOutputTopic<String, Incident> incidents;
    private TestOutputTopic<String, EvidenceEntry> evidence;
    private TestOutputTopic<String, Notification> notifications;
    private TestOutputTopic<String, String> ocsf;

    @BeforeEach
    void start() {
        driver = new TopologyTestDriver(
                new AlertingTopology(CONFIG, TOPICS, Alerts.SERDES, meters).build(),
                AlertingDriver.properties(state),
                START);
        alerts = in(TOPICS.alerts());
        commands = in(TOPICS.incidentCommands());
        incidents = out(TOPICS.incidents());
        evidence = out(TOPICS.evidence());
        notifications = out(TOPICS.notifications());
        ocsf = driver.createOutputTopic(TOPICS.alertsOcsf().name(), new StringDeserializer(), new StringDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void anAlertBecomesAnIncidentWithEvidenceAPageAndAnOcsfFinding() {
        // When
        alert(bulkRead("a1"), START);
        // Then
        TestRecord<String, Incident> incident = incidents.readRecord();
        assertThat(incident.key()).isEqualTo(FIRST);
        assertThat(incident.getRecordTime()).isEqualTo(START);
        assertThat(incident.value().getOpenedAt()).isEqualTo(START);
        List<EvidenceEntry> entries = evidence.readValuesToList();
        assertThat(entries)
                .extracting(EvidenceEntry::getType)
                .containsExactly(
                        EvidenceType.incident_opened,
                        EvidenceType.alert_raised,
                        EvidenceType.page_requested,
                        EvidenceType.playbook_given,
                        EvidenceType.clock_started,
                        EvidenceType.page_requested);
        assertThat(EvidenceVerifier.verify(incident.value(), entries).isIntact())
                .isTrue();
        assertThat(notifications.readKeyValue().key).isEqualTo(FIRST);
        TestRecord<String, String> finding = ocsf.readRecord();
        assertThat(finding.key()).isEqualTo("a1");
        assertThat(finding.value()).contains("\"class_uid\":2004", "\"type_uid\":200401");
    }

    @Test
    void theClockIsTheTimestampOfTheRecords() {
        // Given
        alert(bulkRead("a1"), START);
        // When
        alert(bulkRead("a2"), START.plusSeconds(24 * 3600));
        alert(bulkRead("a3"), START.plusSeconds(2 * 24 * 3600 + 1));
        // Then
        assertThat(incidents.readKeyValuesToMap()).containsOnlyKeys(FIRST, KIM.incidentId(2));
    }

    @Test
    void aCommandMeetsItsIncident() {
        // Given
        alert(bulkRead("a1"), START);
        // When
        command(Commands.of("c1", FIRST, CommandType.acknowledge), START.plusSeconds(30));
        // Then
        Incident latest = incidents.readKeyValuesToMap().get(FIRST);
        assertThat(latest.getStatus()).isEqualTo(IncidentStatus.acknowledged);
        assertThat(latest.getUpdatedAt()).isEqualTo(START.plusSeconds(30));
        assertThat(latest.getLastCommand().getAccepted()).isTrue();
    }

    @Test
    void aCommandThatComesBeforeItsIncidentChangesNothing() {
        // When
        command(Commands.of("c1", FIRST, CommandType.acknowledge), START);
        alert(bulkRead("a1"), START);
        // Then
        assertThat(incidents.readKeyValuesToMap().get(FIRST).getStatus()).isEqualTo(IncidentStatus.open);
        assertThat(inputs("unknown_incident")).isEqualTo(1);
    }

    @Test
    void commandsReachTheSettledIncidentBehindANewerOne() {
        // Given
        alert(bulkRead("a1"), START);
        command(Commands.of("c1", FIRST, CommandType.resolve), START);
        alert(bulkRead("a2"), START.plusSeconds(60));
        // When
        command(Commands.of("c2", FIRST, CommandType.close), START.plusSeconds(70));
        alert(bulkRead("a1").setRevision(2).setState(AlertState.ended), START.plusSeconds(80));
        alert(bulkRead("a3"), START.plusSeconds(90));
        // Then
        var latest = incidents.readKeyValuesToMap();
        assertThat(latest).hasSize(2);
        assertThat(latest.get(FIRST).getStatus()).isEqualTo(IncidentStatus.closed);
        assertThat(latest.get(FIRST).getAlerts().getFirst().getRevision()).isEqualTo(2);
        assertThat(latest.get(KIM.incidentId(2)).getAlerts()).hasSize(2);
        assertThat(EvidenceVerifier.verifyEach(evidence.readValuesToList()).values())
                .hasSize(2)
                .allMatch(verdict -> verdict.isIntact());
    }

    @Test
    void aReplayChangesNothing() {
        // Given
        alert(bulkRead("a1"), START);
        alert(bulkRead("a1").setRevision(2), START.plusSeconds(60));
        command(Commands.of("c1", FIRST, CommandType.resolve), START.plusSeconds(61));
        drain();
        // When
        alert(bulkRead("a1"), START);
        alert(bulkRead("a1").setRevision(2), START.plusSeconds(60));
        command(Commands.of("c1", FIRST, CommandType.resolve), START.plusSeconds(61));
        // Then
        assertThat(incidents.isEmpty()).isTrue();
        assertThat(evidence.isEmpty()).isTrue();
        assertThat(notifications.isEmpty()).isTrue();
    }

    @Test
    void placesOfAlertsAreForgottenTwoIncidentsLater() {
        // Given
        for (int ordinal = 1; ordinal <= 3; ordinal++) {
            alert(bulkRead("a" + ordinal), START.plusSeconds(ordinal));
            command(
                    Commands.of("c" + ordinal, KIM.incidentId(ordinal), CommandType.resolve),
                    START.plusSeconds(ordinal));
        }
        // When
        var places = driver.<String, Long>getKeyValueStore(AlertingTopology.PLACES_STORE);
        // Then
        assertThat(places.get(KIM.value() + "/a1")).isNull();
        assertThat(places.get(KIM.value() + "/a2")).isNotNull();
        assertThat(places.get(KIM.value() + "/a3")).isNotNull();
    }

    @Test
    void aFloodOfAlertsIsOneIncidentWithFewPagesAndAllTheEvidence() {
        // Given
        int flood = 1_000;
        alert(bulkRead("a0"), START);
        command(Commands.of("c1", FIRST, CommandType.acknowledge), START);
        // When
        IntStream.range(1, flood)
                .forEach(i -> alert(
                        Alerts.of("a" + i, "rule-" + i % 7, Level.values()[i % 5])
                                .setEvents(Alerts.refs(1)),
                        START.plusMillis(i)));
        // Then
        Map<String, Incident> opened = incidents.readKeyValuesToMap();
        Incident incident = opened.get(FIRST);
        List<EvidenceEntry> entries = evidence.readValuesToList();
        assertThat(opened).hasSize(1);
        assertThat(incident.getAlerts()).hasSizeBetween(LISTED, LISTED + 8);
        assertThat(notifications.readValuesToList()).hasSizeLessThanOrEqualTo(10);
        assertThat(entries.stream().filter(entry -> entry.getType() == EvidenceType.alert_raised))
                .hasSize(flood);
        assertThat(EvidenceVerifier.verify(incident, entries).isIntact()).isTrue();
    }

    @Test
    void everyInputIsCountedOnce() {
        // When
        alert(bulkRead("a1"), START);
        alert(bulkRead("a1"), START);
        alert(bulkRead("a2"), START);
        alert(bulkRead("a2").setRevision(2), START);
        alert(bulkRead("a9").setState(AlertState.superseded), START);
        command(Commands.of("c1", FIRST, CommandType.acknowledge), START);
        command(Commands.of("c1", FIRST, CommandType.acknowledge), START);
        command(Commands.of("c2", FIRST, CommandType.close), START);
        command(Commands.of("c3", "acme-none-1", CommandType.close), START);
        commands.pipeInput(FIRST, null, START);
        // Then
        assertThat(List.of(
                        inputs("opened"),
                        inputs("repeated_revision"),
                        inputs("joined"),
                        inputs("revised"),
                        inputs("never_raised"),
                        inputs("accepted"),
                        inputs("repeated_command"),
                        inputs("rejected"),
                        inputs("unknown_incident"),
                        inputs("unreadable")))
                .containsOnly(1.0);
        assertThat(meters.find(AlertingMetrics.INPUTS).counters().stream()
                        .mapToDouble(counter -> counter.count())
                        .sum())
                .isEqualTo(10);
    }

    @Test
    void aRecordThatCannotBeReadIsSkipped() {
        // Given
        TestInputTopic<String, String> raw =
                driver.createInputTopic(TOPICS.alerts().name(), new StringSerializer(), new StringSerializer());
        // When
        raw.pipeInput(KIM.value(), "not Avro");
        alert(bulkRead("a1"), START);
        // Then
        assertThat(incidents.readKeyValuesToMap()).containsOnlyKeys(FIRST);
    }

    @Test
    void reopeningPages() {
        // Given
        alert(bulkRead("a1"), START);
        command(Commands.of("c1", FIRST, CommandType.resolve), START);
        drain();
        // When
        command(Commands.of("c2", FIRST, CommandType.reopen), START);
        // Then
        assertThat(notifications.readValue().getReason()).isEqualTo(NotificationReason.reopened);
    }

    @Test
    void theTopologyIsTheOneThatWasReviewed() throws IOException {
        // Given
        Path golden = Path.of("src/test/resources/alerting-topology.txt");
        // When
        String described = new AlertingTopology(CONFIG, TOPICS, Alerts.SERDES, meters)
                .build()
                .describe()
                .toString();
        // Then
        assertThat(described.strip())
                .isEqualToNormalizingNewlines(Files.readString(golden).strip());
    }

    private void alert(Alert.Builder alert, Instant at) {
        alerts.pipeInput(alert.getEntityKey(), alert.build(), at);
    }

    private void command(IncidentCommand.Builder command, Instant at) {
        commands.pipeInput(command.getIncidentId(), command.build(), at);
    }

    private void drain() {
        incidents.readRecordsToList();
        evidence.readRecordsToList();
        notifications.readRecordsToList();
    }

    private double inputs(String outcome) {
        return meters.counter(AlertingMetrics.INPUTS, "outcome", outcome).count();
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

    private static Alert.Builder bulkRead(String alertId) {
        return Alerts.of(alertId, "bulk-read", Level.high);
    }
}
