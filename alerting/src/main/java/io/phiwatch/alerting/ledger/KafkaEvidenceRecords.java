package io.phiwatch.alerting.ledger;

import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.SealedPayload;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads records by their offsets, with a consumer of its own for each question and in no group. */
public final class KafkaEvidenceRecords implements EvidenceRecords {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    /** Reading on over so many records costs less than going there. */
    private static final int WORTH_A_SEEK = 1_000;

    private final Map<String, Object> kafka;
    private final Topics topics;
    private final TopicSerdes serdes;

    public KafkaEvidenceRecords(Map<String, Object> kafka, Topics topics, TopicSerdes serdes) {
        this.kafka = Map.copyOf(kafka);
        this.topics = topics;
        this.serdes = serdes;
    }

    @Override
    public List<EvidenceEntry> entries(List<LedgerView.Leaf> leaves) {
        Map<TopicPartition, NavigableSet<Long>> wanted = new HashMap<>();
        leaves.forEach(leaf -> want(wanted, topics.evidence().name(), 0, leaf.offset()));
        Map<Place, EvidenceEntry> found = read(wanted, topics.evidence());
        List<EvidenceEntry> entries = new ArrayList<>();
        for (LedgerView.Leaf leaf : leaves) {
            EvidenceEntry entry = found.get(new Place(topics.evidence().name(), 0, leaf.offset()));
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    @Override
    public Map<EventRef, AccessEvent> events(Collection<EventRef> refs) {
        Map<TopicPartition, NavigableSet<Long>> wanted = new HashMap<>();
        refs.forEach(ref -> want(wanted, ref.getTopic(), ref.getPartition(), ref.getOffset()));
        Map<Place, SpecificRecord> found = read(wanted, topics.access().getFirst());
        Map<EventRef, AccessEvent> events = new LinkedHashMap<>();
        for (EventRef ref : refs) {
            if (found.get(new Place(ref.getTopic(), ref.getPartition(), ref.getOffset())) instanceof AccessEvent event
                    && event.getEventId().equals(ref.getEventId())) {
                events.put(ref, event);
            }
        }
        return events;
    }

    @Override
    public Map<EventRef, SealedPayload> originals(Collection<EventRef> refs) {
        String topic = topics.sealed().name();
        Map<TopicPartition, NavigableSet<Long>> wanted = new HashMap<>();
        Map<EventRef, Place> places = new LinkedHashMap<>();
        for (EventRef ref : refs) {
            if (ref.getSealedPartition() != null && ref.getSealedOffset() != null) {
                want(wanted, topic, ref.getSealedPartition(), ref.getSealedOffset());
                places.put(ref, new Place(topic, ref.getSealedPartition(), ref.getSealedOffset()));
            }
        }
        Map<Place, SealedPayload> found = read(wanted, topics.sealed());
        Map<EventRef, SealedPayload> originals = new LinkedHashMap<>();
        places.forEach((ref, place) -> {
            SealedPayload original = found.get(place);
            if (original != null && original.getEventId().equals(ref.getEventId())) {
                originals.put(ref, original);
            }
        });
        return originals;
    }

    private record Place(String topic, int partition, long offset) {}

    private static void want(Map<TopicPartition, NavigableSet<Long>> wanted, String topic, int partition, long offset) {
        wanted.computeIfAbsent(new TopicPartition(topic, partition), id -> new TreeSet<>())
                .add(offset);
    }

    private <V extends SpecificRecord> Map<Place, V> read(
            Map<TopicPartition, NavigableSet<Long>> wanted, Topic<V> type) {
        Deserializer<V> values = serdes.value(type).deserializer();
        Map<Place, V> found = new HashMap<>();
        try (Consumer<byte[], byte[]> consumer = consumer(kafka)) {
            wanted.forEach((partition, offsets) -> read(consumer, partition, offsets)
                    .forEach((offset, value) -> found.put(
                            new Place(partition.topic(), partition.partition(), offset),
                            values.deserialize(partition.topic(), value))));
        }
        return found;
    }

    private static NavigableMap<Long, byte[]> read(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, NavigableSet<Long> offsets) {
        NavigableMap<Long, byte[]> found = new TreeMap<>();
        List<TopicPartition> one = List.of(partition);
        consumer.assign(one);
        long end = consumer.endOffsets(one).getOrDefault(partition, 0L);
        long begin = consumer.beginningOffsets(one).getOrDefault(partition, 0L);
        long start = System.nanoTime();
        Long next = offsets.ceiling(begin);
        consumer.seek(partition, next == null ? end : next);
        while (next != null && next < end) {
            if (System.nanoTime() - start > LONGEST.toNanos()) {
                throw new KafkaException("records were not read in time");
            }
            if (next - consumer.position(partition) > WORTH_A_SEEK) {
                consumer.seek(partition, next);
            }
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                if (offsets.contains(message.offset()) && message.value() != null) {
                    found.put(message.offset(), message.value());
                }
            }
            // What an aborted transaction wrote is at no offset: the position alone tells what was read.
            next = offsets.ceiling(consumer.position(partition));
        }
        return found;
    }

    /** A consumer in no group, for one question. */
    static Consumer<byte[], byte[]> consumer(Map<String, Object> kafka) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
