package io.phiwatch.benchmarks.latency;

import io.phiwatch.benchmarks.AccessEvents;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKey;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Tick;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Events at an even pace, with the clock's ticks. Ten times a second an actor that was not seen before deletes three
 * records, which is what the measured rule fires for: the last of the three is the marker.
 */
final class PacedLoad {
    private static final int DELETIONS = 3;
    private static final Instant START = Instant.parse("2026-11-01T08:00:00Z");
    private static final int STEPS_PER_SECOND = 10;
    private static final int LINGER_MS = 2;

    private final TopicSerdes serdes;
    private final Topics topics;
    private final Function<AccessEvent, String> alertKey;
    private final int partitions;
    private final Pace pace;
    private final AccessEvents source;
    private long step;

    record Pace(int eventsPerSecond, int actors) {}

    PacedLoad(TopicSerdes serdes, Pipeline pipeline, int partitions, Pace pace) {
        this.serdes = serdes;
        this.alertKey = pipeline.alertKey();
        this.topics = pipeline.topics();
        this.partitions = partitions;
        this.pace = pace;
        this.source = new AccessEvents(1, pace.actors, START, pace.eventsPerSecond);
    }

    /** Sends for so long, and notes when each marker was accepted. */
    void send(Map<String, Object> kafka, Duration length, Latencies latencies) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        long begun = System.nanoTime();
        long stepNanos = Duration.ofSeconds(1).toNanos() / STEPS_PER_SECOND;
        long steps = length.toNanos() / stepNanos;
        try (KafkaProducer<String, SpecificRecord> producer = new KafkaProducer<>(
                settings,
                new StringSerializer(),
                serdes.value(topics.access().getFirst()).serializer())) {
            for (long done = 0; done < steps; done++) {
                LockSupport.parkNanos(begun + done * stepNanos - System.nanoTime());
                step(producer, latencies);
            }
        }
    }

    private void step(KafkaProducer<String, SpecificRecord> producer, Latencies latencies) {
        AccessEvent last = source.next();
        for (int i = 1; i < pace.eventsPerSecond / STEPS_PER_SECOND; i++) {
            send(producer, last);
            last = source.next();
        }
        if (step % STEPS_PER_SECOND == 0) {
            tick(producer, last.getEventTime());
        }
        String marker = "marker-" + step++;
        for (int i = 1; i <= DELETIONS; i++) {
            AccessEvent deletion = AccessEvent.newBuilder(last)
                    .setEventId(marker + '-' + i)
                    .setSurface(Surface.portal)
                    .setAction(Action.delete)
                    .setActorId(marker)
                    .build();
            boolean isLast = i == DELETIONS;
            Future<RecordMetadata> unused = producer.send(record(deletion), (metadata, failure) -> {
                if (isLast && failure == null) {
                    latencies.accepted(alertKey.apply(deletion), System.nanoTime());
                }
            });
        }
        producer.flush();
    }

    private void send(KafkaProducer<String, SpecificRecord> producer, AccessEvent event) {
        Future<RecordMetadata> unused = producer.send(record(event));
    }

    private ProducerRecord<String, SpecificRecord> record(AccessEvent event) {
        return new ProducerRecord<>(
                topics.access(event.getSurface()).name(),
                null,
                event.getEventReceived().toEpochMilli(),
                ActorKey.of(event),
                event);
    }

    private void tick(KafkaProducer<String, SpecificRecord> producer, Instant time) {
        Tick tick = Tick.newBuilder().setTime(time).setOrigin("bench").build();
        topics.access().forEach(topic -> {
            for (int partition = 0; partition < partitions; partition++) {
                Future<RecordMetadata> unused =
                        producer.send(new ProducerRecord<>(topic.name(), partition, time.toEpochMilli(), "tick", tick));
            }
        });
    }
}
