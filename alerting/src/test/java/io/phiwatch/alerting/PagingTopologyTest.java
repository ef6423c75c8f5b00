package io.phiwatch.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.alerting.escalation.PagePlan;
import io.phiwatch.alerting.escalation.PageRoute;
import io.phiwatch.alerting.escalation.PageRoute.Match;
import io.phiwatch.alerting.escalation.PageRoute.Step;
import io.phiwatch.alerting.escalation.Target.ToSchedule;
import io.phiwatch.alerting.escalation.Target.ToSink;
import io.phiwatch.alerting.oncall.Responder;
import io.phiwatch.alerting.oncall.Roster;
import io.phiwatch.alerting.oncall.Schedule;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.OnCallOverride;
import io.phiwatch.schema.PageAction;
import io.phiwatch.schema.PageOrder;
import io.phiwatch.schema.Paging;
import io.phiwatch.schema.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagingTopologyTest {
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    private static final String FIRST =
            EntityKey.of("acme", "actor", "nurse.kim").incidentId(1);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    private Path state;

    private Instant now = Alerts.START;
    private TopologyTestDriver driver;
    private TestInputTopic<String, Alert> alerts;
    private TestInputTopic<String, IncidentCommand> commands;
    private TestInputTopic<String, OnCallOverride> overrides;
    private TestOutputTopic<String, PageOrder> pages;

    @BeforeEach
    void start() {
        driver = new TopologyTestDriver(topology(), AlertingDriver.properties(state), Alerts.START);
        alerts = driver.createInputTopic(
                TOPICS.alerts().name(),
                new StringSerializer(),
                Alerts.SERDES.value(TOPICS.alerts()).serializer());
        commands = driver.createInputTopic(
                TOPICS.incidentCommands().name(),
                new StringSerializer(),
                Alerts.SERDES.value(TOPICS.incidentCommands()).serializer());
        overrides = driver.createInputTopic(
                TOPICS.onCallOverrides().name(),
                new StringSerializer(),
                Alerts.SERDES.value(TOPICS.onCallOverrides()).serializer());
        pages = driver.createOutputTopic(
                TOPICS.pages().name(),
                new StringDeserializer(),
                Alerts.SERDES.value(TOPICS.pages()).deserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void anAlertIsPagedAndEscalatesUntilItIsAcknowledged() {
        // When
        alert("a1", Level.high);
        // Then
        assertThat(firsts()).extracting(PageOrder::getSink).containsExactly("chat");
        pass(Duration.ofMinutes(10));
        assertThat(firsts()).extracting(PageOrder::getSink).containsExactly("hook");
        commands.pipeInput(
                FIRST, Commands.of("c1", FIRST, CommandType.acknowledge).build());
        assertThat(firsts()).extracting(PageOrder::getAction).containsExactly(PageAction.acknowledged);
        pass(Duration.ofMinutes(60));
        assertThat(firsts()).isEmpty();
    }

    @Test
    void aRestartAmidAnEscalationGoesOnWithoutAPageTwice() {
        // Given
        alert("a1", Level.high);
        pages.readValuesToList();
        // When
        restart();
        pass(Duration.ofMinutes(9));
        // Then
        assertThat(firsts()).isEmpty();
        pass(Duration.ofMinutes(2));
        assertThat(firsts()).extracting(PageOrder::getSink).containsExactly("hook");
    }

    @Test
    void aPageThatCannotBeDeliveredEscalatesAtOnceAndRaisesAnAlertOfItsOwn() {
        // Given
        alert("a1", Level.high);
        PageOrder first = pages.readValue();
        // When
        commands.pipeInput(
                FIRST,
                Commands.of(first.getPageId(), FIRST, CommandType.page_result)
                        .setRole("system")
                        .setDetails(Map.of(
                                "sink", "chat",
                                "outcome", "failed",
                                "reason_code", "timeout",
                                "route", "urgent",
                                "step", "1",
                                "notification_id", first.getNotification().getNotificationId()))
                        .build());
        // Then
        List<PageOrder> next = pages.readValuesToList();
        assertThat(next)
                .filteredOn(order -> order.getNotification().getIncidentId().equals(FIRST))
                .extracting(PageOrder::getSink)
                .containsExactly("hook");
        assertThat(next)
                .filteredOn(order -> order.getNotification().getTenant().equals("phiwatch"))
                .extracting(order -> order.getNotification().getRuleTitles())
                .containsOnly(List.of("Pages cannot be delivered"));
    }

    @Test
    void anOverrideCountsFromThenOnAndUncoveredHoursAreAMetric() {
        // Given
        pass(Duration.ofSeconds(2));
        double before = meters.get("phiwatch.oncall.uncovered").gauge().value();
        // When
        overrides.pipeInput(
                "primary-1",
                OnCallOverride.newBuilder()
                        .setOverrideId("primary-1")
                        .setSchedule("primary")
                        .setUser("dana")
                        .setFrom(now)
                        .setUntil(now.plus(Duration.ofDays(1)))
                        .setAuthor("kim")
                        .setRecordedAt(now)
                        .build());
        pass(Duration.ofSeconds(2));
        // Then
        assertThat(before).isEqualTo(14 * 24 * 60);
        assertThat(meters.get("phiwatch.oncall.uncovered").gauge().value())
                .isEqualTo(13 * 24 * 60, org.assertj.core.data.Offset.offset(1.0));
    }

    @Test
    void theTopologyIsTheOneThatWasReviewed() throws Exception {
        assertThat(topology().describe().toString().strip())
                .isEqualToNormalizingNewlines(Files.readString(Path.of("src/test/resources/paging-topology.txt"))
                        .strip());
    }

    private Topology topology() {
        return new PagingTopology(plan(), TOPICS, Alerts.SERDES, () -> now, meters)
                .addTo(new AlertingTopology(AlertingConfig.defaults(), TOPICS, Alerts.SERDES, meters).build());
    }

    private static PagePlan plan() {
        PageRoute urgent = new PageRoute(
                "urgent",
                Match.all(),
                List.of(
                        new Step(Duration.ZERO, List.of(new ToSink("chat"))),
                        new Step(
                                Duration.ofMinutes(10),
                                List.of(new ToSink("hook"), new ToSchedule("primary", List.of())))),
                1,
                Duration.ZERO);
        Roster roster = new Roster(
                List.of(new Responder("dana", "responder", Map.of("mail", "dana@example.org"))),
                List.of(new Schedule("primary", List.of())));
        return new PagePlan(
                List.of(urgent),
                List.of(),
                List.of("chat", "hook"),
                Set.of("hook"),
                roster,
                PagePlan.Limits.defaults(),
                false);
    }

    /** The test driver drops its state; the stores of a real restart come back from their changelogs, as here. */
    private void restart() {
        List<KeyValue<String, Paging>> kept = new ArrayList<>();
        try (KeyValueIterator<String, Paging> all = pagings().all()) {
            all.forEachRemaining(kept::add);
        }
        driver.close();
        start();
        kept.forEach(entry -> pagings().put(entry.key, entry.value));
    }

    private KeyValueStore<String, Paging> pagings() {
        return driver.getKeyValueStore(PagingTopology.PAGINGS_STORE);
    }

    /** Orders of the incident of the test: that nobody is on call opens another. */
    private List<PageOrder> firsts() {
        return pages.readValuesToList().stream()
                .filter(order -> order.getNotification().getIncidentId().equals(FIRST))
                .toList();
    }

    private void pass(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    private void alert(String id, Level level) {
        Alert alert =
                Alerts.of(id, "bulk-read", level).setPlaybook("availability").build();
        alerts.pipeInput(alert.getEntityKey(), alert, now);
    }
}
