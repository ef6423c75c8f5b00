package io.phiwatch.alerting.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.alerting.evidence.tree.LedgerKeys;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.TreeHead;
import io.phiwatch.schema.TreeRoot;
import io.phiwatch.schema.serde.TopicSerdes;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Copies what evidence rests on, signs the heads of the evidence tree, and carries them out of the trust domain, each on a
 * thread of its own. Of several processes one copies, one signs, and one serves each target.
 */
public final class Ledger implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    /** How long a record that is known to be there may take. */
    private static final int MOST_POLLS = 20;

    private static final int SESSION_MILLIS = 10_000;

    private final List<AutoCloseable> parts = new ArrayList<>();
    private final Wiring wiring;

    /**
     * What the ledger shares with the rest of the process.
     *
     * @param kafka client settings, bootstrap servers among them
     * @param groupPrefix start of the names of its consumer groups
     * @param clock time of the signatures
     */
    public record Wiring(
            Map<String, Object> kafka,
            Topics topics,
            TopicSerdes serdes,
            String groupPrefix,
            InstantSource clock,
            MeterRegistry meters) {}

    private Ledger(Wiring wiring) {
        this.wiring = wiring;
    }

    /**
     * Starts to copy, and where there are keys, to sign and to carry.
     *
     * @param every the shortest time between two heads
     * @param targets closed with it
     */
    public static Ledger start(Optional<LedgerKeys> keys, Duration every, List<HeadTarget> targets, Wiring wiring) {
        Ledger ledger = new Ledger(wiring);
        ledger.startCopier();
        keys.ifPresent(own -> {
            ledger.startSigner(own, every);
            targets.forEach(ledger::startCarrier);
        });
        return ledger;
    }

    private void startCopier() {
        Topic<SpecificRecord> copies = wiring.topics().evidenceCopies();
        Producer<String, SpecificRecord> producer = producer(copies);
        EvidenceCopier copier = new EvidenceCopier(
                new KafkaEvidenceRecords(wiring.kafka(), wiring.topics(), wiring.serdes()),
                producer,
                copies,
                wiring.meters());
        parts.add(ConsumerLoop.<EvidenceEntry>start(
                "evidence-copier", () -> subscribed("copier", wiring.topics().evidence()), copier::run));
        parts.add(producer);
    }

    private void startSigner(LedgerKeys keys, Duration every) {
        Topic<TreeHead> heads = wiring.topics().evidenceHeads();
        Producer<String, TreeHead> producer = producer(heads);
        HeadSigner signer = new HeadSigner(
                keys,
                every,
                new HeadSigner.Wiring(
                        this::lastHead, head -> append(producer, heads, head), wiring.clock(), wiring.meters()));
        parts.add(ConsumerLoop.<TreeRoot>start(
                "evidence-signer", () -> subscribed("signer", wiring.topics().evidenceRoots()), signer::run));
        parts.add(producer);
    }

    private void startCarrier(HeadTarget target) {
        String name = "heads-" + target.name();
        parts.add(ConsumerLoop.<TreeHead>start(
                name, () -> subscribed(name, wiring.topics().evidenceHeads()), consumer -> carry(consumer, target)));
        parts.add(target);
    }

    private void carry(Consumer<String, TreeHead> consumer, HeadTarget target)
            throws IOException, InterruptedException {
        for (ConsumerRecord<String, TreeHead> next : consumer.poll(POLL)) {
            if (next.value() == null) {
                continue;
            }
            try {
                target.publish(next.value());
                count(target, "published");
            } catch (IOException | KafkaException e) {
                count(target, "failed");
                throw e;
            }
        }
        consumer.commitSync();
    }

    private void count(HeadTarget target, String outcome) {
        wiring.meters()
                .counter("phiwatch.evidence.heads.carried", "target", target.name(), "outcome", outcome)
                .increment();
    }

    private static void append(Producer<String, TreeHead> producer, Topic<TreeHead> topic, TreeHead head) {
        try {
            producer.send(new ProducerRecord<>(
                            topic.name(),
                            null,
                            head.getSignedAt().toEpochMilli(),
                            Long.toString(head.getTreeSize()),
                            head))
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException("the broker did not take a head", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while a head was written", e);
        }
    }

    /** The end of the topic: heads are written without transactions, so that the last offset holds the last head. */
    private Optional<TreeHead> lastHead() {
        Topic<TreeHead> heads = wiring.topics().evidenceHeads();
        TopicPartition partition = new TopicPartition(heads.name(), 0);
        try (Consumer<String, TreeHead> consumer = consumer(consumerProperties(), heads)) {
            consumer.assign(List.of(partition));
            long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            if (end == begin) {
                return Optional.empty();
            }
            consumer.seek(partition, end - 1);
            for (int i = 0; i < MOST_POLLS; i++) {
                for (ConsumerRecord<String, TreeHead> next : consumer.poll(POLL)) {
                    return Optional.of(next.value());
                }
            }
            throw new KafkaException("the last head cannot be read");
        }
    }

    private <V extends SpecificRecord> Consumer<String, V> subscribed(String name, Topic<V> topic) {
        Map<String, Object> properties = consumerProperties();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, wiring.groupPrefix() + name);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // After a kill the next process waits until the dead one is given up, and exports wait with it.
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        Consumer<String, V> consumer = consumer(properties, topic);
        consumer.subscribe(List.of(topic.name()));
        return consumer;
    }

    private <V extends SpecificRecord> Consumer<String, V> consumer(Map<String, Object> properties, Topic<V> topic) {
        return new KafkaConsumer<>(
                properties,
                wiring.serdes().key().deserializer(),
                wiring.serdes().value(topic).deserializer());
    }

    private Map<String, Object> consumerProperties() {
        Map<String, Object> properties = new HashMap<>(wiring.kafka());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return properties;
    }

    private <V extends SpecificRecord> Producer<String, V> producer(Topic<V> topic) {
        Map<String, Object> properties = new HashMap<>(wiring.kafka());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return new KafkaProducer<>(
                properties,
                wiring.serdes().key().serializer(),
                wiring.serdes().value(topic).serializer());
    }

    @Override
    public void close() {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("a part of the ledger did not close", e);
            }
        }
    }
}
