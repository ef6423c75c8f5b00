package io.phiwatch.detector.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Timers in the order in which they fall due: the key of each begins with its time, big-endian. Times are not negative.
 * Driven by the clock in the log alone. Not thread-safe: belongs to one task.
 */
public final class DueTimes {
    private static final byte[] PRESENT = {1};

    private final KeyValueStore<Bytes, byte[]> store;

    /** No timer is due before: a scan from the beginning would step over all that were ever deleted. */
    private long floor;

    public DueTimes(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    public void set(long due, byte[] what) {
        store.put(key(due, what), PRESENT);
        floor = Math.min(floor, due);
    }

    public void cancel(long due, byte[] what) {
        store.delete(key(due, what));
    }

    /** Takes out all that is due at that time or before, earliest first. */
    public List<byte[]> takeUntil(long time) {
        if (time < floor) {
            return List.of();
        }
        List<byte[]> due = new ArrayList<>();
        List<Bytes> taken = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> timers =
                store.range(key(floor, new byte[0]), key(time + 1, new byte[0]))) {
            while (timers.hasNext()) {
                Bytes key = timers.next().key;
                ByteBuffer parts = ByteBuffer.wrap(key.get());
                if (parts.getLong() <= time) {
                    byte[] what = new byte[parts.remaining()];
                    parts.get(what);
                    due.add(what);
                    taken.add(key);
                }
            }
        }
        taken.forEach(store::delete);
        floor = time + 1;
        return due;
    }

    private static Bytes key(long due, byte[] what) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + what.length)
                .putLong(due)
                .put(what)
                .array());
    }
}
