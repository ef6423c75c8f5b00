package io.phiwatch.detector.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Records in the order in which they fall due: the key of each begins with its time, big-endian. Times are not negative.
 * Driven by the clock in the log alone. Not thread-safe: belongs to one task.
 */
final class DueRecords {
    private static final byte[] PRESENT = {1};

    private final KeyValueStore<Bytes, byte[]> store;
    private final byte[] prefix;

    /** Nothing is due before: a scan from the beginning would step over all that was ever deleted. */
    private long floor;

    /** All records of the store. */
    DueRecords(KeyValueStore<Bytes, byte[]> store) {
        this(store, new byte[0]);
    }

    /** Records of the store that go by one clock of several; prefixes are of the same length. */
    private DueRecords(KeyValueStore<Bytes, byte[]> store, byte[] prefix) {
        this.store = store;
        this.prefix = prefix;
    }

    /** Records that go by the clock of that level, in a store that holds those of several. */
    static DueRecords ofLevel(KeyValueStore<Bytes, byte[]> store, int level) {
        return new DueRecords(store, new byte[] {(byte) level});
    }

    /**
     * A record.
     *
     * @param due when, epoch milliseconds
     * @param what tells it from others that are due at the same time
     */
    record Due(long due, byte[] what, byte[] value) {}

    /** Sets a timer: a record of nothing but its key. */
    void set(long due, byte[] what) {
        set(due, what, PRESENT);
    }

    void set(long due, byte[] what, byte[] value) {
        store.put(key(due, what), value);
        floor = Math.min(floor, due);
    }

    void cancel(long due, byte[] what) {
        store.delete(key(due, what));
    }

    /**
     * Takes out what is due at that time or before, earliest first.
     *
     * @param most how many at once: where a clock has jumped, all of them might not fit into one transaction. Fewer
     *     are all that there are
     */
    List<Due> takeUntil(long time, int most) {
        List<Due> due = earliest(time, most);
        due.forEach(record -> cancel(record.due(), record.what()));
        long passed = due.size() < most && time < Long.MAX_VALUE
                ? time + 1
                : due.isEmpty() ? time : due.getLast().due();
        floor = Math.max(floor, passed);
        return due;
    }

    /** The records that fall due first, at that time or before. */
    List<Due> earliest(long time, int most) {
        List<Due> earliest = new ArrayList<>();
        if (time < floor) {
            return earliest;
        }
        Bytes until = key(time == Long.MAX_VALUE ? time : time + 1, new byte[0]);
        try (KeyValueIterator<Bytes, byte[]> records = store.range(key(floor, new byte[0]), until)) {
            while (records.hasNext() && earliest.size() < most) {
                KeyValue<Bytes, byte[]> next = records.next();
                ByteBuffer parts = ByteBuffer.wrap(next.key.get()).position(prefix.length);
                long due = parts.getLong();
                if (due <= time) {
                    byte[] what = new byte[parts.remaining()];
                    parts.get(what);
                    earliest.add(new Due(due, what, next.value));
                }
            }
        }
        return earliest;
    }

    private Bytes key(long due, byte[] what) {
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + Long.BYTES + what.length)
                .put(prefix)
                .putLong(due)
                .put(what)
                .array());
    }
}
