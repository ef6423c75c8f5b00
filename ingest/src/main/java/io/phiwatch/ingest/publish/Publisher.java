package io.phiwatch.ingest.publish;

import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.privacy.Sealer;
import io.phiwatch.schema.ActorKey;
import io.phiwatch.schema.DeadLetter;
import io.phiwatch.schema.ReferenceKey;
import io.phiwatch.schema.ReferenceRow;
import io.phiwatch.schema.ReferenceTable;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a delivery: first the sealed originals, then the events and dead letters that point at them. It returns once
 * all of them are acknowledged; what it did not return for may be sent again, under the same ids. Thread-safe.
 */
public final class Publisher {
    private static final Logger LOGGER = LoggerFactory.getLogger(Publisher.class);
    /** For both rounds of writing together: platforms unsubscribe who does not answer within five seconds. */
    private static final Duration PATIENCE = Duration.ofMillis(4_500);
    /** Added for each item: large batches come from senders that wait longer. */
    private static final Duration PATIENCE_PER_ITEM = Duration.ofMillis(1);

    private final Producer<String, byte[]> producer;
    private final Records records;
    private final Topics topics;
    private final Sealer sealer;

    public Publisher(Producer<String, byte[]> producer, Records records, Topics topics, Sealer sealer) {
        this.producer = producer;
        this.records = records;
        this.topics = topics;
        this.sealer = sealer;
    }

    /**
     * Writes the items of one delivery.
     *
     * @throws BrokerUnavailableException if not all of them were acknowledged
     */
    public void publish(Source source, String contentType, Instant received, List<Item> items) {
        long deadline = System.nanoTime()
                + PATIENCE.plus(PATIENCE_PER_ITEM.multipliedBy(items.size())).toNanos();
        List<ProducerRecord<String, byte[]>> originals = items.stream()
                .map(item -> sealed(source, contentType, received, item))
                .toList();
        List<Optional<RecordMetadata>> seals = write(originals, deadline);
        List<ProducerRecord<String, byte[]>> pointing = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            pointing.add(record(source, received, items.get(i), seals.get(i).orElse(null)));
        }
        write(pointing, deadline);
    }

    private ProducerRecord<String, byte[]> sealed(Source source, String contentType, Instant received, Item item) {
        Sealer.Label label = new Sealer.Label(item.eventId(), source.tenant(), source.id(), contentType);
        return records.of(topics.sealed(), item.eventId(), sealer.seal(label, received, item.raw()), received);
    }

    private ProducerRecord<String, byte[]> record(
            Source source, Instant received, Item item, @Nullable RecordMetadata seal) {
        return switch (item) {
            case Item.Accepted accepted -> event(received, accepted, seal);
            case Item.Row row -> reference(received, row.row(), seal);
            case Item.Rejected rejected -> deadLetter(source, received, rejected, seal);
        };
    }

    private ProducerRecord<String, byte[]> event(
            Instant received, Item.Accepted accepted, @Nullable RecordMetadata seal) {
        var event = accepted.event();
        if (seal != null) {
            event.setSealedPartition(seal.partition());
            event.setSealedOffset(seal.offset());
        }
        return records.of(topics.access(event.getSurface()), ActorKey.of(event), event, received);
    }

    private ProducerRecord<String, byte[]> reference(
            Instant received, ReferenceRow row, @Nullable RecordMetadata seal) {
        if (seal != null) {
            row.setSealedPartition(seal.partition());
            row.setSealedOffset(seal.offset());
        }
        Topic<ReferenceRow> topic = topics.reference(ReferenceTable.valueOf(row.getTable()));
        String key = ReferenceKey.of(row);
        String partitionedBy = ReferenceKey.partitionedBy(row);
        return records.of(
                topic, partitionedBy.equals(key) ? null : partition(topic.name(), partitionedBy), key, row, received);
    }

    /** The partition that Kafka's own partitioner takes for a record of that key: where the actor's events are. */
    private int partition(String topic, String key) {
        try {
            int partitions = producer.partitionsFor(topic).size();
            return BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions);
        } catch (KafkaException e) {
            throw new BrokerUnavailableException(e);
        }
    }

    private ProducerRecord<String, byte[]> deadLetter(
            Source source, Instant received, Item.Rejected rejected, @Nullable RecordMetadata seal) {
        DeadLetter.Builder letter = DeadLetter.newBuilder()
                .setSourceId(source.id())
                .setTenant(source.tenant())
                .setPlatform(source.platform())
                .setEventId(rejected.eventId())
                .setReason(rejected.reason())
                .setReceived(received)
                .setIndex(rejected.index());
        if (rejected.field() != null) {
            letter.setField(rejected.field());
        }
        if (seal != null) {
            letter.setSealedPartition(seal.partition()).setSealedOffset(seal.offset());
        }
        return records.of(topics.deadLetters(), source.id(), letter.build(), received);
    }

    private List<Optional<RecordMetadata>> write(List<ProducerRecord<String, byte[]>> batch, long deadline) {
        List<Future<RecordMetadata>> sends = new ArrayList<>(batch.size());
        for (ProducerRecord<String, byte[]> record : batch) {
            Future<RecordMetadata> sent = send(record);
            sends.add(sent);
            if (sent.isDone()) {
                // without metadata every send blocks for its turn: the first failure ends the batch
                acknowledged(sent, record, deadline);
            }
        }
        List<Optional<RecordMetadata>> written = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            written.add(acknowledged(sends.get(i), batch.get(i), deadline));
        }
        return written;
    }

    private Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
        try {
            return producer.send(record);
        } catch (KafkaException | IllegalStateException e) {
            throw new BrokerUnavailableException(e);
        }
    }

    private Optional<RecordMetadata> acknowledged(
            Future<RecordMetadata> sent, ProducerRecord<String, byte[]> record, long deadline) {
        try {
            return Optional.of(sent.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException && isSealed(record)) {
                LOGGER.atWarn()
                        .addKeyValue("topic", record.topic())
                        .addKeyValue("bytes", record.value().length)
                        .log("original is too large to keep; its event goes on without it");
                return Optional.empty();
            }
            throw new BrokerUnavailableException(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new BrokerUnavailableException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException(e);
        }
    }

    private boolean isSealed(ProducerRecord<String, byte[]> record) {
        return record.topic().equals(topics.sealed().name());
    }
}
