package io.phiwatch.detector.store;

import java.nio.ByteBuffer;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Knows of most keys that a store does not hold that it does not. To ask RocksDB for what is not there takes several times
 * as long as for what is: its JNI throws an exception of C++, some 10 µs. A Bloom filter, which is filled a part at a time
 * so that no start waits for it, and again when it is full; until then every key may be there. Not thread-safe: belongs to
 * one task, which has to tell it of all that it puts.
 */
final class KnownKeys<K> {
    private static final int BITS_PER_KEY = 16;
    private static final int PROBES = 4;
    private static final long FEWEST = 1 << 16;
    /** 16 MiB. */
    private static final long MOST = 1 << 23;

    private static final long PRIME = 0x9E37_79B9_7F4A_7C15L;

    private final KeyValueStore<K, byte[]> store;
    private final ToLongFunction<K> hash;
    private @Nullable Filter known;
    private @Nullable Filter filling;
    private @Nullable K last;

    private static final class Filter {
        private final long[] bits;
        private long room;

        Filter(long keys) {
            bits = new long[(int) (Long.highestOneBit(2 * keys - 1) * BITS_PER_KEY / Long.SIZE)];
            room = keys;
        }

        void add(long hash) {
            for (int probe = 1; probe <= PROBES; probe++) {
                long bit = bit(hash, probe);
                bits[word(bit)] |= 1L << bit;
            }
            room--;
        }

        boolean mayHold(long hash) {
            for (int probe = 1; probe <= PROBES; probe++) {
                long bit = bit(hash, probe);
                if ((bits[word(bit)] & 1L << bit) == 0) {
                    return false;
                }
            }
            return true;
        }

        private static long bit(long hash, int probe) {
            long mixed = (hash + probe) * PRIME;
            return mixed ^ mixed >>> Integer.SIZE;
        }

        private int word(long bit) {
            return (int) (bit >>> 6) & bits.length - 1;
        }
    }

    private KnownKeys(KeyValueStore<K, byte[]> store, ToLongFunction<K> hash) {
        this.store = store;
        this.hash = hash;
        this.filling = fresh();
    }

    /** Of a store with texts as keys. */
    static KnownKeys<String> ofTexts(KeyValueStore<String, byte[]> store) {
        return new KnownKeys<>(store, KnownKeys::hash);
    }

    /** Of a store whose keys are digests of eight bytes or more. */
    static KnownKeys<Bytes> ofDigests(KeyValueStore<Bytes, byte[]> store) {
        return new KnownKeys<>(store, key -> ByteBuffer.wrap(key.get()).getLong());
    }

    private static long hash(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
            hash ^= hash >>> Integer.SIZE;
        }
        return hash;
    }

    private Filter fresh() {
        return new Filter(Math.clamp(2 * store.approximateNumEntries(), FEWEST, MOST));
    }

    /** What the store holds, without asking it where that is known not to be; null where there is nothing. */
    byte @Nullable [] get(K key) {
        return known == null || known.mayHold(hash.applyAsLong(key)) ? store.get(key) : null;
    }

    /** Puts it to the store. */
    void put(K key, byte[] value) {
        long bits = hash.applyAsLong(key);
        if (filling != null) {
            filling.add(bits);
        }
        if (known != null && !known.mayHold(bits)) {
            known.add(bits);
        }
        store.put(key, value);
    }

    /**
     * Reads some more of the store, where it still has to.
     *
     * @param most keys to read; two or more
     */
    void learn(int most) {
        if (known != null && known.room < 0 && filling == null) {
            filling = fresh();
        }
        if (filling == null) {
            return;
        }
        int read = 0;
        try (KeyValueIterator<K, byte[]> all = store.range(last, null)) {
            while (read < most && all.hasNext()) {
                KeyValue<K, byte[]> next = all.next();
                last = next.key;
                filling.add(hash.applyAsLong(next.key));
                read++;
            }
        }
        if (read < most) {
            filling.room = Math.max(filling.room, (long) filling.bits.length * Long.SIZE / BITS_PER_KEY / 2);
            known = filling;
            filling = null;
            last = null;
        }
    }
}
