package io.phiwatch.alerting.console.exception;

import io.phiwatch.alerting.console.model.UnavailableException;
import io.phiwatch.alerting.suppress.ExceptionScope;
import io.phiwatch.schema.ScopedException;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Writes exceptions to their compacted topic. Thread-safe. */
public final class KafkaExceptionLog implements ExceptionLog {
    private static final int DELIVERY_TIMEOUT_MS = 10_000;
    private static final int REQUEST_TIMEOUT_MS = 5_000;

    private final Producer<String, ScopedException> producer;
    private final Topic<ScopedException> topic;

    /**
     * Writes with a producer of its own.
     *
     * @param kafka client configuration, at least {@code bootstrap.servers}
     */
    public KafkaExceptionLog(Map<String, ?> kafka, Topics topics, TopicSerdes serdes) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REQUEST_TIMEOUT_MS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        this.topic = topics.exceptions();
        this.producer = new KafkaProducer<>(
                config, serdes.key().serializer(), serdes.value(topic).serializer());
    }

    @Override
    public void append(ScopedException exception) {
        try {
            producer.send(new ProducerRecord<>(topic.name(), ExceptionScope.key(exception), exception))
                    .get();
        } catch (ExecutionException | KafkaException e) {
            throw new UnavailableException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
