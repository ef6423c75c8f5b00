package io.phiwatch.ingest.pull;

import java.util.List;
import java.util.Map;

/**
 * A Kafka topic that another system writes to. Immutable.
 *
 * @param kafka settings of the consumer, handed on as they are; {@code bootstrap.servers} at least
 */
public record TopicPull(String sourceId, String topic, Map<String, String> kafka) implements Pull {
    public TopicPull {
        kafka = Map.copyOf(kafka);
    }

    @Override
    public List<String> faults() {
        return kafka.containsKey("bootstrap.servers")
                ? List.of()
                : List.of("topic.kafka.bootstrap.servers: is required");
    }

    /** Without the settings, which may hold a password. */
    @Override
    public String toString() {
        return "TopicPull[sourceId=" + sourceId + "]";
    }
}
