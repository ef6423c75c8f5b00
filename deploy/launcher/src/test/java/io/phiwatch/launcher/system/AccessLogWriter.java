package io.phiwatch.launcher.system;

import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.ActorKey;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Tick;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Writes access events and ticks as ingest does, by a clock that the test moves. */
final class AccessLogWriter implements AutoCloseable {
    private final Topics topics;
    private final int partitions;
    private final KafkaProducer<String, SpecificRecord> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    AccessLogWriter(Map<String, Object> kafka, Topics topics, int partitions) {
        this.topics = topics;
        this.partitions = partitions;
        TopicSerdes serdes = new TopicSerdes(BundledSchemas.load());
        this.producer = new KafkaProducer<>(
                kafka,
                serdes.key().serializer(),
                serdes.value(topics.access(Surface.portal)).serializer());
    }

    /** Writes events in the order given, and a tick every other second in [from, to). */
    void write(List<Traffic.Logged> log, Instant from, Instant to) {
        Instant tick = from;
        for (Traffic.Logged next : log) {
            for (; !tick.isAfter(next.received()); tick = tick.plusSeconds(2)) {
                tick(tick);
            }
            write(next.event(), next.received());
        }
        for (; tick.isBefore(to); tick = tick.plusSeconds(2)) {
            tick(tick);
        }
        flush();
    }

    /** A tick every ten seconds in [from, to), for times in which nothing happens. */
    void writeQuiet(Instant from, Instant to) {
        for (Instant tick = from; tick.isBefore(to); tick = tick.plusSeconds(10)) {
            tick(tick);
        }
        flush();
    }

    void write(AccessEvent event, Instant received) {
        send(new ProducerRecord<>(
                topics.access(event.getSurface()).name(), null, received.toEpochMilli(), ActorKey.of(event), event));
    }

    /** A tick into every access partition. */
    void tick(Instant time) {
        Tick tick = Tick.newBuilder().setTime(time).setOrigin("test").build();
        for (Topic<SpecificRecord> topic : topics.access()) {
            for (int partition = 0; partition < partitions; partition++) {
                send(new ProducerRecord<>(topic.name(), partition, time.toEpochMilli(), "tick", tick));
            }
        }
    }

    void flush() {
        producer.flush();
        if (failure.get() != null) {
            throw new AssertionError("the log could not be written", failure.get());
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    private void send(ProducerRecord<String, SpecificRecord> record) {
        Future<RecordMetadata> unused = producer.send(record, (metadata, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
            }
        });
    }
}
