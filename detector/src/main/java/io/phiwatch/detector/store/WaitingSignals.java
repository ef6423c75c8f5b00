package io.phiwatch.detector.store;

import io.phiwatch.detector.codec.Digests;
import io.phiwatch.schema.Signal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Signals that wait until the clock has passed them, so that they are counted in the order in which ingest received
 * them, whichever partition is read first. For correlations that feed others: what those count is when the inner alert
 * was first told, which depends on the order. Not thread-safe: belongs to one task.
 */
public final class WaitingSignals {
    private static final String TOPIC = "";

    private final KeyValueStore<Bytes, byte[]> store;
    private final Serde<SpecificRecord> serde;
    private final Map<Integer, DueRecords> byLevel = new HashMap<>();

    /**
     * Signals in that store.
     *
     * @param store by level, log time, and a digest of the group and the event
     */
    public WaitingSignals(KeyValueStore<Bytes, byte[]> store, Serde<SpecificRecord> serde) {
        this.store = store;
        this.serde = serde;
    }

    /**
     * A signal whose turn it is.
     *
     * @param time its log time, epoch milliseconds
     */
    public record Waiting(long time, Signal signal) {}

    /** Keeps a signal until the clock of that level passes its log time. */
    public void add(int level, long time, String group, Signal signal) {
        byte[] digest = Digests.bytesOf(group, signal.getRef().getEventId());
        byLevel(level).set(time, digest, serde.serializer().serialize(TOPIC, signal));
    }

    /**
     * Takes out those that the clock has passed, in the order of their log time.
     *
     * @param most how many at once; fewer are all that there are
     */
    public List<Waiting> takeUntil(int level, long clock, int most) {
        return byLevel(level).takeUntil(clock, most).stream()
                .map(due -> new Waiting(due.due(), (Signal) serde.deserializer().deserialize(TOPIC, due.value())))
                .toList();
    }

    private DueRecords byLevel(int level) {
        return byLevel.computeIfAbsent(level, it -> DueRecords.ofLevel(store, it));
    }
}
