package io.phiwatch.detector;

import io.phiwatch.detector.behavior.Snapshots;
import io.phiwatch.detector.store.LogClock;
import io.phiwatch.detector.store.PeerGroups;
import io.phiwatch.schema.ProfilePart;
import io.phiwatch.schema.Tick;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Learns what is usual for peers and for whole tenants, and tells it to all instances: all that one group of peers adds
 * comes to the same task. Every ten minutes of log time it takes in what came since.
 */
final class AggregateProfiles implements Processor<String, SpecificRecord, String, SpecificRecord> {
    private static final long EVERY = Duration.ofMinutes(10).toMillis();
    private static final int MOST_AT_ONCE = 10_000;

    private final Serde<SpecificRecord> parts;

    // Set by init, which Kafka Streams calls first.
    private @Nullable Task task;

    private record Task(ProcessorContext<String, SpecificRecord> context, LogClock clock, PeerGroups groups) {}

    /**
     * A task.
     *
     * @param parts writes and reads what actors add
     */
    AggregateProfiles(Serde<SpecificRecord> parts) {
        this.parts = parts;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        task = new Task(
                context,
                new LogClock(context.getStateStore(DetectorTopology.AGGREGATE_TICKS), Set.of()),
                new PeerGroups(
                        context.getStateStore(DetectorTopology.PROFILE_PARTS),
                        context.getStateStore(DetectorTopology.PEER_GROUPS),
                        parts));
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        Task own = Objects.requireNonNull(task);
        @Nullable SpecificRecord value = record.value();
        if (value instanceof ProfilePart part) {
            long offset =
                    own.context.recordMetadata().map(RecordMetadata::offset).orElseThrow();
            own.groups.add(record.key(), offset, part);
        } else if (value instanceof Tick tick && tick.getLevel() == 0) {
            onTick(own, record, tick);
        }
    }

    private static void onTick(Task own, Record<String, SpecificRecord> record, Tick tick) {
        Long before = own.clock.time();
        Set<String> upstreams = IntStream.range(0, tick.getUpstreams())
                .mapToObj(Integer::toString)
                .collect(Collectors.toSet());
        if (!own.clock.tick(Integer.toString(tick.getUpstream()), tick.getTime().toEpochMilli(), upstreams)) {
            return;
        }
        long now = Objects.requireNonNull(own.clock.time());
        if (before != null && Math.floorDiv(before, EVERY) == Math.floorDiv(now, EVERY)) {
            return;
        }
        own.groups
                .takeIn(now, MOST_AT_ONCE)
                .forEach(snapshot -> own.context.forward(
                        record.withKey(Snapshots.key(snapshot.getTenant(), snapshot.getProfile(), snapshot.getPeers()))
                                .withValue(snapshot),
                        DetectorTopology.WRITE_PROFILES));
    }
}
