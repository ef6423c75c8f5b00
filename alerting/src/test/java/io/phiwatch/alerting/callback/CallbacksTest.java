package io.phiwatch.alerting.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.EntityPartitioner;
import io.phiwatch.alerting.IncidentCommands;
import io.phiwatch.alerting.oncall.Responder;
import io.phiwatch.alerting.oncall.Roster;
import io.phiwatch.alerting.page.sink.SlackSink;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.Topics;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class CallbacksTest {
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    private static final String INCIDENT = "acme-0123456789abcdef-1";
    private static final Instant NOW = Alerts.START;
    private static final Roster ROSTER = new Roster(
            List.of(new Responder("dana", "responder", Map.of("duty", "PDANA", "chat", "U0DANA"))), List.of());

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MockProducer<String, IncidentCommand> producer = new MockProducer<>(
            cluster(),
            true,
            new EntityPartitioner(),
            new StringSerializer(),
            Alerts.SERDES.value(TOPICS.incidentCommands()).serializer());
    private final Callbacks callbacks = new Callbacks(
            Map.of(
                    "duty", new PagerDutyCallbacks(List.of("old-secret", "new-secret")),
                    "chat", new SlackCallbacks(List.of("slack-secret"))),
            ROSTER,
            new IncidentCommands(producer, TOPICS),
            new Callbacks.Clocks(() -> NOW, () -> NOW),
            meters);

    @Test
    void anAcknowledgementInPagerDutyIsACommandOfThePersonWhoMadeIt() {
        // When
        int status = pagerDuty(event("incident.acknowledged", NOW, "PDANA"), "new-secret");
        // Then
        assertThat(status).isEqualTo(200);
        assertThat(producer.history())
                .singleElement()
                .extracting(ProducerRecord::value)
                .satisfies(command -> {
                    assertThat(command.getType()).isEqualTo(CommandType.acknowledge);
                    assertThat(command.getActor()).isEqualTo("dana");
                    assertThat(command.getRole()).isEqualTo("responder");
                    assertThat(command.getIncidentId()).isEqualTo(INCIDENT);
                    assertThat(command.getCommandId()).isEqualTo("duty:01EVENT");
                });
    }

    @Test
    void theSameDeliveryHasTheSameCommandId() {
        // When
        pagerDuty(event("incident.acknowledged", NOW, "PDANA"), "new-secret");
        pagerDuty(event("incident.acknowledged", NOW, "PDANA"), "old-secret");
        // Then
        assertThat(producer.history())
                .extracting(sent -> sent.value().getCommandId())
                .containsExactly("duty:01EVENT", "duty:01EVENT");
    }

    @Test
    void whatIsNotSignedOrOldChangesNothing() {
        // Then
        assertThat(pagerDuty(event("incident.acknowledged", NOW, "PDANA"), "wrong-secret"))
                .isEqualTo(401);
        assertThat(pagerDuty(event("incident.acknowledged", NOW.minus(Duration.ofHours(2)), "PDANA"), "new-secret"))
                .isEqualTo(401);
        assertThat(callbacks.receive("duty", Map.of(), "{}".getBytes(StandardCharsets.UTF_8)))
                .hasValue(401);
        assertThat(slack(NOW.minus(Duration.ofMinutes(6)), "slack-secret", "U0DANA"))
                .isEqualTo(401);
        assertThat(slack(NOW, "wrong-secret", "U0DANA")).isEqualTo(401);
        assertThat(producer.history()).isEmpty();
        assertThat(meters.counter("phiwatch.callbacks", "sink", "duty", "outcome", "forged")
                        .count())
                .isEqualTo(3);
    }

    @Test
    void whoIsNotOnTheRosterAcknowledgesNothing() {
        // Then
        assertThat(pagerDuty(event("incident.acknowledged", NOW, "PSTRANGER"), "new-secret"))
                .isEqualTo(200);
        assertThat(slack(NOW, "slack-secret", "U0STRANGER")).isEqualTo(200);
        assertThat(producer.history()).isEmpty();
        assertThat(meters.counter("phiwatch.callbacks", "sink", "duty", "outcome", "unknown_person")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void otherEventsAreOfNoConcern() {
        // Then
        assertThat(pagerDuty(event("incident.annotated", NOW, "PDANA"), "new-secret"))
                .isEqualTo(200);
        assertThat(pagerDuty("not json", "new-secret")).isEqualTo(200);
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void aButtonPressedInSlackIsACommandOfThePersonWhoPressedIt() {
        // When
        int status = slack(NOW.plusSeconds(200), "slack-secret", "U0DANA");
        // Then
        assertThat(status).isEqualTo(200);
        assertThat(producer.history())
                .singleElement()
                .extracting(ProducerRecord::value)
                .satisfies(command -> {
                    assertThat(command.getActor()).isEqualTo("dana");
                    assertThat(command.getCommandId()).isEqualTo("chat:1772355600.123456");
                });
    }

    private int pagerDuty(String body, String secret) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String signatures = "v1=" + "0".repeat(64) + ",v1=" + hmac(secret, bytes);
        return callbacks
                .receive("duty", Map.of("x-pagerduty-signature", signatures), bytes)
                .orElseThrow();
    }

    private int slack(Instant at, String secret, String user) {
        String json = """
                {"type":"block_actions","user":{"id":"%s","name":"dana"},
                 "actions":[{"action_id":"phiwatch_open","action_ts":"1"},
                            {"action_id":"%s","value":"%s","action_ts":"1772355600.123456"}]}""".formatted(user, SlackSink.ACKNOWLEDGE, INCIDENT);
        byte[] body = ("payload=" + URLEncoder.encode(json, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        String timestamp = Long.toString(at.getEpochSecond());
        byte[] signed =
                ("v0:" + timestamp + ":" + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers =
                Map.of("x-slack-request-timestamp", timestamp, "x-slack-signature", "v0=" + hmac(secret, signed));
        return callbacks.receive("chat", headers, body).orElseThrow();
    }

    private static String event(String type, Instant at, String person) {
        return """
                {"event":{"id":"01EVENT","event_type":"%s","occurred_at":"%s",
                 "agent":{"id":"%s","type":"user_reference"},
                 "data":{"type":"incident","incident_key":"%s"}}}""".formatted(type, at, person, INCIDENT);
    }

    private static String hmac(String secret, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(bytes));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Cluster cluster() {
        Node node = new Node(0, "localhost", 1);
        Node[] nodes = {node};
        List<PartitionInfo> partitions = IntStream.range(0, 4)
                .mapToObj(i -> new PartitionInfo(TOPICS.incidentCommands().name(), i, node, nodes, nodes))
                .toList();
        return new Cluster("test", List.of(node), partitions, Set.of(), Set.of());
    }
}
