package io.phiwatch.alerting.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.console.Samples;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class ReadModelFeedTest {
    private static final int PARTITIONS = 2;

    private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    private final TopicSerdes serdes = new TopicSerdes(BundledSchemas.load());
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final ReadModel model = new ReadModel();

    @Test
    void readsEveryPartitionFromTheBeginningAndSaysWhenItHasCaughtUp() throws InterruptedException {
        // Given
        Incident incident =
                Samples.incident("dr.lee", Level.high, IncidentStatus.open).build();
        cluster(Map.of(
                new TopicPartition(topics.incidents().name(), 1), 1L,
                new TopicPartition(topics.evidence().name(), 0), 2L));
        consumer.schedulePollTask(() -> {
            add(topics.incidents(), 1, 0, incident);
            consumer.addRecord(new ConsumerRecord<>(
                    topics.evidence().name(), 0, 0, "key", "not Avro".getBytes(StandardCharsets.UTF_8)));
            add(
                    topics.evidence(),
                    0,
                    1,
                    Samples.evidence(incident.getIncidentId(), 1, EvidenceType.incident_opened)
                            .build());
        });
        CountDownLatch caughtUp = new CountDownLatch(1);
        model.addListener(change -> caughtUp.countDown());

        // When
        try (ReadModelFeed feed = new ReadModelFeed(() -> consumer, model, topics, serdes)) {
            feed.start();
            assertThat(caughtUp.await(10, TimeUnit.SECONDS)).isTrue();
        }

        // Then
        assertThat(model.isCaughtUp()).isTrue();
        assertThat(model.incident(incident.getIncidentId())).hasValue(incident);
        assertThat(model.evidence(incident.getIncidentId()))
                .as("what can be read after what cannot")
                .hasSize(1);
    }

    @Test
    void skipsAlertsThatWouldBeForgottenAnyway() throws InterruptedException {
        // Given
        TopicPartition partition = new TopicPartition(topics.alerts().name(), 0);
        long end = 5_000;
        cluster(Map.of(partition, end));
        consumer.schedulePollTask(() -> {
            assertThat(consumer.position(partition)).isEqualTo(end - ReadModel.RECENT_ALERTS);
            for (long offset = end - ReadModel.RECENT_ALERTS; offset < end; offset++) {
                add(
                        topics.alerts(),
                        0,
                        offset,
                        Samples.alert("a-" + offset, Level.low, Samples.NOW).build());
            }
        });
        CountDownLatch caughtUp = new CountDownLatch(1);
        model.addListener(change -> caughtUp.countDown());

        // When
        try (ReadModelFeed feed = new ReadModelFeed(() -> consumer, model, topics, serdes)) {
            feed.start();
            assertThat(caughtUp.await(10, TimeUnit.SECONDS)).isTrue();
        }

        // Then
        assertThat(model.alerts()).hasSize(ReadModel.RECENT_ALERTS);
    }

    private void cluster(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        Map<TopicPartition, Long> allEnds = new HashMap<>();
        for (Topic<?> topic : List.of(
                topics.incidents(), topics.alerts(), topics.evidence(), topics.exceptions(), topics.suppressions())) {
            List<PartitionInfo> infos = IntStream.range(0, PARTITIONS)
                    .mapToObj(n -> new PartitionInfo(topic.name(), n, Node.noNode(), new Node[0], new Node[0]))
                    .toList();
            consumer.updatePartitions(topic.name(), infos);
            IntStream.range(0, PARTITIONS)
                    .mapToObj(n -> new TopicPartition(topic.name(), n))
                    .forEach(partition -> {
                        beginnings.put(partition, 0L);
                        allEnds.put(partition, ends.getOrDefault(partition, 0L));
                    });
        }
        consumer.updateBeginningOffsets(beginnings);
        consumer.updateEndOffsets(allEnds);
    }

    private <V extends SpecificRecord> void add(Topic<V> topic, int partition, long offset, V value) {
        byte[] bytes = serdes.value(topic).serializer().serialize(topic.name(), value);
        consumer.addRecord(new ConsumerRecord<>(topic.name(), partition, offset, "key", bytes));
    }
}
