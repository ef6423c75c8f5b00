package io.phiwatch.alerting;

import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The way in for commands: sends them to the partition on which their incident lives. What became of one stands in the
 * incident ({@code last_command}). Thread-safe.
 */
public final class IncidentCommands implements AutoCloseable {
    private static final int REQUEST_TIMEOUT_MS = 5_000;
    private static final int DELIVERY_TIMEOUT_MS = 10_000;

    private final Producer<String, IncidentCommand> producer;
    private final Topic<IncidentCommand> topic;

    /** Sends with this producer, whose partitioner must be an {@link EntityPartitioner}; closes it in the end. */
    public IncidentCommands(Producer<String, IncidentCommand> producer, Topics topics) {
        this.producer = producer;
        this.topic = topics.incidentCommands();
    }

    /**
     * Sends with a producer of its own.
     *
     * @param kafka client configuration, at least {@code bootstrap.servers}
     */
    public static IncidentCommands connect(Map<String, ?> kafka, Topics topics, TopicSerdes serdes) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, EntityPartitioner.class.getName());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // A person waits for the answer: tell them soon that Kafka is away.
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REQUEST_TIMEOUT_MS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        Producer<String, IncidentCommand> producer = new KafkaProducer<>(
                config,
                serdes.key().serializer(),
                serdes.value(topics.incidentCommands()).serializer());
        return new IncidentCommands(producer, topics);
    }

    /** Sends a command; completes when it is safe in Kafka, which is before it is carried out. */
    public CompletableFuture<Void> send(IncidentCommand command) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        ProducerRecord<String, IncidentCommand> message = new ProducerRecord<>(
                topic.name(), null, command.getRequestedAt().toEpochMilli(), command.getIncidentId(), command);
        // the callback tells more than the future
        Future<RecordMetadata> unused = producer.send(message, (metadata, failure) -> {
            if (failure == null) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(failure);
            }
        });
        return sent;
    }

    @Override
    public void close() {
        producer.close();
    }
}
