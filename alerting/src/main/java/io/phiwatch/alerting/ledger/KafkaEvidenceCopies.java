package io.phiwatch.alerting.ledger;

import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Looks copies up in their topic, from the time at which the first of the events was received: no copy is older than its
 * event, so that none is missed. Asked seldom, it reads on rather than keep an index.
 */
public final class KafkaEvidenceCopies implements EvidenceCopies {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final TopicPartition partition;
    private final Deserializer<SpecificRecord> values;

    public KafkaEvidenceCopies(Map<String, Object> kafka, Topics topics, TopicSerdes serdes) {
        this(() -> KafkaEvidenceRecords.consumer(kafka), topics, serdes);
    }

    KafkaEvidenceCopies(Supplier<Consumer<byte[], byte[]>> consumers, Topics topics, TopicSerdes serdes) {
        Topic<SpecificRecord> topic = topics.evidenceCopies();
        this.consumers = consumers;
        this.partition = new TopicPartition(topic.name(), 0);
        this.values = serdes.value(topic).deserializer();
    }

    @Override
    public <V extends SpecificRecord> Map<EventRef, V> find(Collection<EventRef> refs, Class<V> type) {
        Optional<Instant> oldest = refs.stream().map(EventRef::getReceived).min(Comparator.naturalOrder());
        if (oldest.isEmpty()) {
            return Map.of();
        }
        Map<String, EventRef> wanted =
                refs.stream().collect(Collectors.toMap(EventRef::getEventId, ref -> ref, (one, same) -> one));
        Map<EventRef, V> found = new HashMap<>();
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            consumer.seek(partition, start(consumer, oldest.get(), end));
            long began = System.nanoTime();
            while (consumer.position(partition) < end && !wanted.isEmpty()) {
                if (System.nanoTime() - began > LONGEST.toNanos()) {
                    throw new KafkaException("copies were not read in time");
                }
                for (ConsumerRecord<byte[], byte[]> next : consumer.poll(POLL)) {
                    take(next, wanted, type, found);
                }
            }
        }
        return found;
    }

    private long start(Consumer<byte[], byte[]> consumer, Instant oldest, long end) {
        OffsetAndTimestamp first = consumer.offsetsForTimes(Map.of(partition, oldest.toEpochMilli()))
                .get(partition);
        return first == null ? end : first.offset();
    }

    private <V extends SpecificRecord> void take(
            ConsumerRecord<byte[], byte[]> next, Map<String, EventRef> wanted, Class<V> type, Map<EventRef, V> found) {
        String eventId = new String(next.key(), StandardCharsets.UTF_8);
        EventRef ref = wanted.get(eventId);
        if (ref == null) {
            return;
        }
        SpecificRecord copy = values.deserialize(next.topic(), next.value());
        if (type.isInstance(copy)) {
            found.put(ref, type.cast(copy));
            wanted.remove(eventId);
        }
    }
}
