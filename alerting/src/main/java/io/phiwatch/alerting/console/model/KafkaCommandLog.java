package io.phiwatch.alerting.console.model;

import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Utils;

/** Writes commands to the partition of their entity, where the one writer of the incident reads them. Thread-safe. */
public final class KafkaCommandLog implements CommandLog {
    private static final int REQUEST_TIMEOUT_MS = 5_000;
    private static final int DELIVERY_TIMEOUT_MS = 10_000;

    private final Producer<String, IncidentCommand> producer;
    private final Topic<IncidentCommand> topic;

    KafkaCommandLog(Producer<String, IncidentCommand> producer, Topic<IncidentCommand> topic) {
        this.producer = producer;
        this.topic = topic;
    }

    /** Opens a producer on the cluster that the properties name. */
    public static KafkaCommandLog open(Topics topics, TopicSerdes serdes, Map<String, Object> kafkaProperties) {
        Map<String, Object> properties = new HashMap<>(kafkaProperties);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // A person waits for the answer: tell them soon that Kafka is away.
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REQUEST_TIMEOUT_MS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        Topic<IncidentCommand> topic = topics.incidentCommands();
        return new KafkaCommandLog(
                new KafkaProducer<>(
                        properties,
                        serdes.key().serializer(),
                        serdes.value(topic).serializer()),
                topic);
    }

    @Override
    public void append(IncidentCommand command) {
        try {
            int partitions = producer.partitionsFor(topic.name()).size();
            String incidentId = command.getIncidentId();
            producer.send(new ProducerRecord<>(topic.name(), partition(incidentId, partitions), incidentId, command))
                    .get();
        } catch (ExecutionException | KafkaException e) {
            throw new UnavailableException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(e);
        }
    }

    /** The partition that Kafka's default partitioner gives to the key of the incident's entity. */
    static int partition(String incidentId, int partitions) {
        byte[] key = EntityKey.ofIncident(incidentId).value().getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    @Override
    public void close() {
        producer.close();
    }
}
