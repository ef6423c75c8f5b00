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
    private final byte[] prefix;

    /** No timer is due before: a scan from the beginning would step over all that were ever deleted. */
    private long floor;

    /** All timers of the store. */
    public DueTimes(KeyValueStore<Bytes, byte[]> store) {
        this(store, new byte[0]);
    }

    /** Timers of the store that go by one clock of several; prefixes are of the same length. */
    private DueTimes(KeyValueStore<Bytes, byte[]> store, byte[] prefix) {
        this.store = store;
        this.prefix = prefix;
    }

    /** Timers that go by the clock of that level, in a store that holds those of several. */
    static DueTimes ofLevel(KeyValueStore<Bytes, byte[]> store, int level) {
        return new DueTimes(store, new byte[] {(byte) level});
    }

    public void set(long due, byte[] what) {
        store.put(key(due, what), PRESENT);
        floor = Math.min(floor, due);
    }

    public void cancel(long due, byte[] what) {
        store.delete(key(due, what));
    }

    /**
     * Takes out what is due at that time or before, earliest first.
     *
     * @param most how many at once: where a clock has jumped, all of them might not fit into one transaction. Fewer
     *     are all that there are
     */
    public List<byte[]> takeUntil(long time, int most) {
        List<Timer> due = earliest(time, most);
        due.forEach(timer -> cancel(timer.due(), timer.what()));
        long passed = due.size() < most && time < Long.MAX_VALUE
                ? time + 1
                : due.isEmpty() ? time : due.getLast().due();
        floor = Math.max(floor, passed);
        return due.stream().map(Timer::what).toList();
    }

    /** A timer that is set. */
    record Timer(long due, byte[] what) {}

    /** The timers that fall due first, at that time or before. */
    List<Timer> earliest(long time, int most) {
        List<Timer> earliest = new ArrayList<>();
        if (time < floor) {
            return earliest;
        }
        Bytes until = key(time == Long.MAX_VALUE ? time : time + 1, new byte[0]);
        try (KeyValueIterator<Bytes, byte[]> timers = store.range(key(floor, new byte[0]), until)) {
            while (timers.hasNext() && earliest.size() < most) {
                ByteBuffer parts = ByteBuffer.wrap(timers.next().key.get()).position(prefix.length);
                long due = parts.getLong();
                if (due <= time) {
                    byte[] what = new byte[parts.remaining()];
                    parts.get(what);
                    earliest.add(new Timer(due, what));
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
