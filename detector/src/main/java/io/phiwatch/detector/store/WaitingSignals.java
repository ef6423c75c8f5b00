package io.phiwatch.detector.store;

import io.phiwatch.detector.codec.Digests;
import io.phiwatch.schema.Signal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
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
        store.put(key(level, time, digest), serde.serializer().serialize(TOPIC, signal));
    }

    /**
     * Takes out those that the clock has passed, in the order of their log time.
     *
     * @param most how many at once; fewer are all that there are
     */
    public List<Waiting> takeUntil(int level, long clock, int most) {
        List<Waiting> taken = new ArrayList<>();
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> waiting =
                store.range(key(level, 0, new byte[0]), key(level, clock + 1, new byte[0]))) {
            while (waiting.hasNext() && taken.size() < most) {
                var next = waiting.next();
                long time = ByteBuffer.wrap(next.key.get()).getLong(1);
                if (time <= clock) {
                    keys.add(next.key);
                    taken.add(new Waiting(time, (Signal) serde.deserializer().deserialize(TOPIC, next.value)));
                }
            }
        }
        keys.forEach(store::delete);
        return taken;
    }

    private static Bytes key(int level, long time, byte[] digest) {
        return Bytes.wrap(ByteBuffer.allocate(1 + Long.BYTES + digest.length)
                .put((byte) level)
                .putLong(time)
                .put(digest)
                .array());
    }
}
