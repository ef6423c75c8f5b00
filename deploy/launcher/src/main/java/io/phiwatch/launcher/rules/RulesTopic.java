package io.phiwatch.launcher.rules;

import io.phiwatch.detector.rules.ActiveSet;
import io.phiwatch.detector.rules.PublishedRules;
import io.phiwatch.detector.rules.RulePush;
import io.phiwatch.detector.rules.RulesTrust;
import io.phiwatch.launcher.kafka.BrokerException;
import io.phiwatch.launcher.kafka.TopicReader;
import io.phiwatch.schema.RulesManifest;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Tick;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The topic of rules, as the command line reads and writes it. */
public final class RulesTopic {
    private static final Duration TICK_TIMEOUT = Duration.ofSeconds(3);

    private final Map<String, Object> kafka;
    private final Topics topics;
    private final TopicSerdes serdes;

    /** What a push decides, once the set in force is known and cannot change under it. */
    @FunctionalInterface
    public interface Decision {
        /** The publication to write; empty writes nothing. */
        Optional<RulePush.Publication> on(Optional<ActiveSet> active);
    }

    public RulesTopic(Map<String, Object> kafka, Topics topics, TopicSerdes serdes) {
        this.kafka = Map.copyOf(kafka);
        this.topics = topics;
        this.serdes = serdes;
    }

    /** The set that detectors with that trust have taken last; empty where they run the pack of the jar. */
    public Optional<ActiveSet> active(RulesTrust trust) {
        PublishedRules published = new PublishedRules(trust);
        try (TopicReader reader = new TopicReader(kafka, serdes, topics.rules())) {
            reader.fromBeginning().forEachNow(next -> {
                published.accept(next.key(), (SpecificRecord) next.value());
                return true;
            });
        }
        return published.active();
    }

    /** Ingest's clock: the time of its next tick; empty where no ingest runs. */
    public Optional<Instant> logTime() {
        List<Instant> ticks = new ArrayList<>();
        try (TopicReader reader = new TopicReader(kafka, serdes, topics.access(Surface.portal))) {
            reader.fromEnd().forEach(TICK_TIMEOUT, next -> {
                if (next.value() instanceof Tick) {
                    ticks.add(Instant.ofEpochMilli(next.timestamp()));
                }
                return ticks.isEmpty();
            });
        }
        return ticks.stream().findFirst();
    }

    /**
     * Reads the set in force, asks what is to become of it, and writes that in one transaction. Of two pushes at a time
     * the one that began first fails.
     *
     * @return the manifest that was written; empty where the decision was to write nothing
     */
    public Optional<RulesManifest> push(RulesTrust trust, Decision decision) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.rules().name() + "-push");
        try (KafkaProducer<String, SpecificRecord> producer = new KafkaProducer<>(
                properties,
                serdes.key().serializer(),
                serdes.value(topics.rules()).serializer())) {
            // Shuts a push out that began before: what it read is no longer what will be in force.
            producer.initTransactions();
            Optional<RulePush.Publication> publication = decision.on(active(trust));
            publication.ifPresent(push -> write(producer, push));
            return publication.map(RulePush.Publication::manifest);
        }
    }

    private void write(KafkaProducer<String, SpecificRecord> producer, RulePush.Publication publication) {
        producer.beginTransaction();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        publication.records().forEach((key, record) -> sent.add(producer.send(record(key, record))));
        publication.removed().forEach(key -> sent.add(producer.send(record(key, null))));
        sent.add(producer.send(record(Topics.MANIFEST_KEY, publication.manifest())));
        try {
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
            producer.commitTransaction();
        } catch (ExecutionException | KafkaException e) {
            throw new BrokerException("the broker did not take the rules: nothing has changed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException("interrupted: nothing has changed", e);
        }
    }

    private ProducerRecord<String, SpecificRecord> record(String key, @Nullable SpecificRecord value) {
        return new ProducerRecord<>(topics.rules().name(), key, value);
    }
}
