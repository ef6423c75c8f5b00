package io.phiwatch.alerting.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.alerting.data.Bounded;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.SealedPayload;
import io.phiwatch.schema.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Copies what evidence rests on, event and sealed original, to a topic that keeps it as long as the evidence. At least
 * once; an event that several entries name is copied for the first of them. Used by one thread.
 */
final class EvidenceCopier {
    static final String COPIES = "phiwatch.evidence.copies";
    private static final Duration POLL = Duration.ofMillis(500);

    /** Revisions of an alert name mostly the same events. */
    private static final int REMEMBERED = 20_000;

    private final EvidenceRecords records;
    private final Producer<String, SpecificRecord> producer;
    private final Topic<SpecificRecord> topic;
    private final MeterRegistry meters;
    private final Bounded<String, Boolean> copied = new Bounded<>(REMEMBERED);

    /**
     * Copies to that topic.
     *
     * @param records where events and originals are read
     */
    EvidenceCopier(
            EvidenceRecords records,
            Producer<String, SpecificRecord> producer,
            Topic<SpecificRecord> topic,
            MeterRegistry meters) {
        this.records = records;
        this.producer = producer;
        this.topic = topic;
        this.meters = meters;
    }

    /** Copies what the next entries name. What is named is safe in Kafka before the entries count as read. */
    void run(Consumer<String, EvidenceEntry> consumer) throws InterruptedException {
        ConsumerRecords<String, EvidenceEntry> entries = consumer.poll(POLL);
        if (entries.isEmpty()) {
            return;
        }
        Map<String, EventRef> wanted = new LinkedHashMap<>();
        for (ConsumerRecord<String, EvidenceEntry> entry : entries) {
            if (entry.value() != null) {
                entry.value().getSources().stream()
                        .filter(ref -> !copied.containsKey(ref.getEventId()))
                        .forEach(ref -> wanted.putIfAbsent(ref.getEventId(), ref));
            }
        }
        if (!wanted.isEmpty()) {
            copy(List.copyOf(wanted.values()));
            wanted.keySet().forEach(id -> copied.put(id, true));
        }
        consumer.commitSync();
    }

    private void copy(List<EventRef> refs) throws InterruptedException {
        Map<EventRef, AccessEvent> events = records.events(refs);
        Map<EventRef, SealedPayload> originals = records.originals(refs);
        List<Future<RecordMetadata>> writes = new ArrayList<>();
        events.forEach((ref, event) -> writes.add(write(ref, event)));
        originals.forEach((ref, original) -> writes.add(write(ref, original)));
        for (Future<RecordMetadata> write : writes) {
            try {
                write.get();
            } catch (ExecutionException e) {
                throw new KafkaException("the broker did not take a copy", e);
            }
        }
        count("event", "copied", events.size());
        count("original", "copied", originals.size());
        count("event", "gone", refs.size() - events.size());
    }

    private Future<RecordMetadata> write(EventRef ref, SpecificRecord copy) {
        return producer.send(
                new ProducerRecord<>(topic.name(), null, ref.getReceived().toEpochMilli(), ref.getEventId(), copy));
    }

    private void count(String kind, String outcome, int number) {
        meters.counter(COPIES, "kind", kind, "outcome", outcome).increment(number);
    }
}
