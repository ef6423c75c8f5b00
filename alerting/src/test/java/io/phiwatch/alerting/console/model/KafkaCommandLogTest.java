package io.phiwatch.alerting.console.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.alerting.EntityPartitioner;
import io.phiwatch.alerting.IncidentCommands;
import io.phiwatch.alerting.console.Samples;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

final class KafkaCommandLogTest {
    private static final int PARTITIONS = 6;

    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);

    private final Topic<IncidentCommand> topic = TOPICS.incidentCommands();

    @Test
    void putsACommandWhereTheDefaultPartitionerPutsTheAlertsOfItsEntity() {
        for (int i = 0; i < 200; i++) {
            EntityKey key = EntityKey.of("acme", "actor", "actor-" + i);
            int ofAlerts = BuiltInPartitioner.partitionForKey(key.value().getBytes(StandardCharsets.UTF_8), PARTITIONS);

            assertThat(EntityPartitioner.partitionOf(key.incidentId(7), PARTITIONS))
                    .isEqualTo(ofAlerts);
        }
    }

    @Test
    void writesACommandUnderTheIdOfItsIncident() {
        // Given
        MockProducer<String, IncidentCommand> producer = producer();
        IncidentCommand command = command();

        // When
        new KafkaCommandLog(new IncidentCommands(producer, TOPICS)).append(command);

        // Then
        assertThat(producer.history()).singleElement().satisfies(written -> {
            assertThat(written.key()).isEqualTo(command.getIncidentId());
            assertThat(written.timestamp()).isEqualTo(Samples.NOW.toEpochMilli());
            assertThat(written.value()).isEqualTo(command);
        });
    }

    @Test
    void saysSoWhenKafkaCannotTakeACommand() {
        MockProducer<String, IncidentCommand> producer = producer();
        producer.sendException = new TimeoutException("away");
        KafkaCommandLog log = new KafkaCommandLog(new IncidentCommands(producer, TOPICS));
        IncidentCommand command = command();

        assertThatThrownBy(() -> log.append(command)).isInstanceOf(UnavailableException.class);
    }

    private static IncidentCommand command() {
        return IncidentCommand.newBuilder()
                .setCommandId("c-1")
                .setIncidentId(EntityKey.of("acme", "actor", "dr.lee").incidentId(2))
                .setType(CommandType.acknowledge)
                .setActor("admin")
                .setRole("admin")
                .setRequestedAt(Samples.NOW)
                .setDetails(Map.of())
                .build();
    }

    private MockProducer<String, IncidentCommand> producer() {
        List<PartitionInfo> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(n -> new PartitionInfo(topic.name(), n, Node.noNode(), new Node[0], new Node[0]))
                .toList();
        Cluster cluster = new Cluster("test", List.of(), partitions, Set.of(), Set.of());
        return new MockProducer<>(
                cluster,
                true,
                new EntityPartitioner(),
                new StringSerializer(),
                new TopicSerdes(BundledSchemas.load()).value(topic).serializer());
    }
}
