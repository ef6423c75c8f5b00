package io.phiwatch.ingest.publish;

import io.phiwatch.schema.Heartbeat;
import io.phiwatch.schema.Tick;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the clock into the log: each second a tick in every partition of every access topic, and the heartbeats of the
 * seconds before. It never waits for acknowledgements; the next tick makes good a lost one. Thread-safe.
 */
public final class Ticker implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Ticker.class);

    private final Producer<String, byte[]> producer;
    private final Records records;
    private final Topics topics;
    private final Heartbeats heartbeats;
    private final InstantSource clock;
    private final String origin;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ingest-ticker").factory());
    private volatile boolean acknowledged;
    private volatile boolean refused;

    /** A ticker that does not run yet. */
    public Ticker(Producer<String, byte[]> producer, Records records, Topics topics, Pulse pulse) {
        this.producer = producer;
        this.records = records;
        this.topics = topics;
        this.heartbeats = pulse.heartbeats();
        this.clock = pulse.clock();
        this.origin = pulse.origin();
    }

    /**
     * What a ticker reports.
     *
     * @param origin the ingest instance that ticks say they come from
     */
    public record Pulse(Heartbeats heartbeats, InstantSource clock, String origin) {}

    /** Ticks from now on. */
    public void start() {
        // a failure is seen by the tick itself; the future would only end with the schedule
        Future<?> unused = schedule.scheduleAtFixedRate(this::tickSafely, 0, 1, TimeUnit.SECONDS);
    }

    /** Whether the broker took the last tick. */
    public boolean isAcknowledged() {
        return acknowledged;
    }

    /** Whether the broker did not take the last tick: what comes in now could not be kept. */
    public boolean isRefused() {
        return refused;
    }

    /**
     * Ticks at once.
     *
     * @throws KafkaException if the broker cannot be asked for its partitions
     */
    public void tickNow() {
        Instant now = clock.instant();
        Tick tick = Tick.newBuilder().setTime(now).setOrigin(origin).build();
        for (Topic<SpecificRecord> topic : topics.access()) {
            for (PartitionInfo partition : producer.partitionsFor(topic.name())) {
                Future<?> unused =
                        producer.send(records.of(topic, partition.partition(), origin, tick, now), this::answered);
            }
        }
        for (Heartbeat beat : heartbeats.before(now)) {
            Future<?> unused = producer.send(
                    records.of(topics.heartbeats(), beat.getSourceId(), beat, now), (written, failure) -> {
                        if (failure != null) {
                            heartbeats.takeBack(beat);
                        }
                    });
        }
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }

    private void tickSafely() {
        try {
            tickNow();
        } catch (RuntimeException e) {
            // an exception would end the schedule, and with it the clock of everything downstream
            answered(null, e);
        }
    }

    private void answered(@Nullable RecordMetadata written, @Nullable Exception failure) {
        if (failure != null && acknowledged) {
            LOGGER.atWarn()
                    .addKeyValue("error", failure.getClass().getSimpleName())
                    .log("the broker does not take ticks");
        }
        acknowledged = failure == null;
        refused = failure != null;
    }
}
