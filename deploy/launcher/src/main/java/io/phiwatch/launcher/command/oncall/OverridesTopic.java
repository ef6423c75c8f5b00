package io.phiwatch.launcher.command.oncall;

import io.phiwatch.alerting.oncall.Substitution;
import io.phiwatch.launcher.command.SetupOptions;
import io.phiwatch.launcher.kafka.BrokerException;
import io.phiwatch.launcher.kafka.TopicReader;
import io.phiwatch.schema.OnCallOverride;
import io.phiwatch.schema.Topic;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The overrides on their topic. */
public final class OverridesTopic {
    private final SetupOptions setup;
    private final Topic<OnCallOverride> topic;

    public OverridesTopic(SetupOptions setup) {
        this.setup = setup;
        this.topic = setup.topics().onCallOverrides();
    }

    /** Those that were not withdrawn, the one recorded last at the end. */
    public List<OnCallOverride> all() {
        Map<String, OnCallOverride> latest = new LinkedHashMap<>();
        try (TopicReader reader = new TopicReader(setup.kafkaProperties(), setup.serdes(), topic)) {
            reader.fromBeginning().forEachNow(next -> {
                if (next.value() instanceof OnCallOverride override) {
                    latest.put(override.getOverrideId(), override);
                }
                return true;
            });
        }
        return latest.values().stream()
                .filter(override -> !override.getUser().isEmpty())
                .sorted(Comparator.comparing(OnCallOverride::getRecordedAt))
                .toList();
    }

    /** The same, as schedules take them. */
    public List<Substitution> substitutions() {
        return all().stream().map(Substitution::of).toList();
    }

    /** Writes one; it is safe when this returns. */
    void write(OnCallOverride override) {
        Map<String, Object> properties = new LinkedHashMap<>(setup.kafkaProperties());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        try (KafkaProducer<String, OnCallOverride> producer = new KafkaProducer<>(
                properties,
                setup.serdes().key().serializer(),
                setup.serdes().value(topic).serializer())) {
            producer.send(new ProducerRecord<>(topic.name(), override.getOverrideId(), override))
                    .get();
        } catch (ExecutionException e) {
            throw new BrokerException("the broker did not take the override: nothing has changed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException("interrupted: nothing has changed", e);
        }
    }
}
