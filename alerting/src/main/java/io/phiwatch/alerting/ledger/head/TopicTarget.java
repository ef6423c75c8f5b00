package io.phiwatch.alerting.ledger.head;

import io.phiwatch.alerting.evidence.CanonicalJson;
import io.phiwatch.alerting.evidence.tree.HeadForm;
import io.phiwatch.alerting.ledger.HeadTarget;
import io.phiwatch.schema.TreeHead;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes each head as canonical JSON, by tree size, to a topic of another cluster. */
public final class TopicTarget implements HeadTarget {
    private final String name;
    private final String topic;
    private final Producer<String, byte[]> producer;

    /**
     * A target on another cluster.
     *
     * @param kafka settings of the producer, {@code bootstrap.servers} among them
     */
    public TopicTarget(String name, String topic, Map<String, String> kafka) {
        this.name = name;
        this.topic = topic;
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        this.producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void publish(TreeHead head) throws IOException, InterruptedException {
        try {
            producer.send(new ProducerRecord<>(
                            topic, Long.toString(head.getTreeSize()), CanonicalJson.of(HeadForm.json(head))))
                    .get();
        } catch (ExecutionException e) {
            throw new IOException("the other cluster did not take a head", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
