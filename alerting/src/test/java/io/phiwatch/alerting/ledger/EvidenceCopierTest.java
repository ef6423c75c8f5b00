package io.phiwatch.alerting.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.alerting.console.Samples;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.SealedPayload;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EvidenceCopierTest {
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    private static final TopicSerdes SERDES = new TopicSerdes(BundledSchemas.load());
    private static final TopicPartition PARTITION =
            new TopicPartition(TOPICS.evidence().name(), 0);

    private final MockConsumer<String, EvidenceEntry> consumer = new MockConsumer<>("earliest");
    private final MockProducer<String, SpecificRecord> producer = new MockProducer<>(
            true,
            null,
            new StringSerializer(),
            SERDES.value(TOPICS.evidenceCopies()).serializer());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Recent recent = new Recent();
    private final EvidenceCopier copier = new EvidenceCopier(recent, producer, TOPICS.evidenceCopies(), meters);
    private long offset;

    @BeforeEach
    void assign() {
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    }

    @Test
    void copiesEventAndOriginalOfWhatAnEntryNames() throws InterruptedException {
        // Given
        recent.keep("e1");
        entry("e1");
        // When
        copier.run(consumer);
        // Then
        assertThat(producer.history())
                .extracting(ProducerRecord::key, copy -> copy.value().getClass(), ProducerRecord::timestamp)
                .containsExactly(
                        tuple("e1", AccessEvent.class, Samples.NOW.toEpochMilli()),
                        tuple("e1", SealedPayload.class, Samples.NOW.toEpochMilli()));
        assertThat(consumer.committed(Set.of(PARTITION)).get(PARTITION).offset())
                .isEqualTo(1);
    }

    @Test
    void anEventThatSeveralEntriesNameIsCopiedOnce() throws InterruptedException {
        recent.keep("e1", "e2");
        entry("e1");
        entry("e1", "e2");
        copier.run(consumer);
        entry("e2", "e1");
        copier.run(consumer);

        assertThat(producer.history()).extracting(ProducerRecord::key).containsExactly("e1", "e2", "e1", "e2");
    }

    @Test
    void countsWhatIsGoneAlready() throws InterruptedException {
        entry("gone");
        copier.run(consumer);

        assertThat(producer.history()).isEmpty();
        assertThat(meters.counter(EvidenceCopier.COPIES, "kind", "event", "outcome", "gone")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatTheBrokerDidNotTakeIsCopiedAnew() throws InterruptedException {
        // Given
        recent.keep("e1");
        entry("e1");
        producer.sendException = new KafkaException("away");
        assertThatThrownBy(() -> copier.run(consumer)).isInstanceOf(KafkaException.class);
        assertThat(consumer.committed(Set.of(PARTITION))).doesNotContainKey(PARTITION);
        // When: it starts over from what was committed
        producer.sendException = null;
        consumer.seek(PARTITION, 0);
        entry(0, "e1");
        copier.run(consumer);
        // Then
        assertThat(producer.history()).hasSize(2);
    }

    @Test
    void copiesStepInForWhatTopicsNoLongerHave() {
        // Given
        recent.keep("e1");
        AccessEvent copy = Samples.read("e2", "p2");
        KeptRecords kept = new KeptRecords(recent, new EvidenceCopies() {
            @Override
            public <V extends SpecificRecord> Map<EventRef, V> find(Collection<EventRef> refs, Class<V> type) {
                Map<EventRef, V> found = new HashMap<>();
                refs.stream()
                        .filter(ref -> ref.getEventId().equals("e2") && type.isInstance(copy))
                        .forEach(ref -> found.put(ref, type.cast(copy)));
                return found;
            }
        });
        // Then
        assertThat(kept.events(List.of(ref("e1"), ref("e2"), ref("e3"))).values())
                .extracting(AccessEvent::getEventId)
                .containsExactly("e1", "e2");
        assertThat(kept.originals(List.of(ref("e2")))).isEmpty();
    }

    private void entry(String... events) {
        entry(offset++, events);
    }

    private void entry(long at, String... events) {
        EvidenceEntry entry = Samples.evidence("incident-1", at + 1, EvidenceType.alert_raised)
                .setSources(Arrays.stream(events).map(EvidenceCopierTest::ref).toList())
                .build();
        consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, at, entry.getIncidentId(), entry));
    }

    private static EventRef ref(String event) {
        return EventRef.newBuilder()
                .setEventId(event)
                .setEventTime(Samples.NOW.minusSeconds(1))
                .setReceived(Samples.NOW)
                .setSourceId("fhir")
                .setTopic("phiwatch.access.portal")
                .setPartition(0)
                .setOffset(7)
                .build();
    }

    /** What the topics still have. */
    private static final class Recent implements EvidenceRecords {
        private final List<String> events = new ArrayList<>();

        void keep(String... ids) {
            events.addAll(List.of(ids));
        }

        @Override
        public List<EvidenceEntry> entries(List<LedgerView.Leaf> leaves) {
            return List.of();
        }

        @Override
        public Map<EventRef, AccessEvent> events(Collection<EventRef> refs) {
            Map<EventRef, AccessEvent> found = new LinkedHashMap<>();
            refs.stream()
                    .filter(ref -> events.contains(ref.getEventId()))
                    .forEach(ref -> found.put(ref, Samples.read(ref.getEventId(), "p1")));
            return found;
        }

        @Override
        public Map<EventRef, SealedPayload> originals(Collection<EventRef> refs) {
            Map<EventRef, SealedPayload> found = new LinkedHashMap<>();
            refs.stream()
                    .filter(ref -> events.contains(ref.getEventId()))
                    .forEach(ref -> found.put(ref, sealed(ref, Samples.NOW)));
            return found;
        }

        private static SealedPayload sealed(EventRef ref, Instant at) {
            return SealedPayload.newBuilder()
                    .setEventId(ref.getEventId())
                    .setTenant("acme")
                    .setSourceId(ref.getSourceId())
                    .setContentType("application/json")
                    .setSealedAt(at)
                    .setCiphertext(ByteBuffer.wrap(new byte[] {1}))
                    .build();
        }
    }
}
