package io.phiwatch.detector.store;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was used lately, in two generations: what is used joins the younger, and where that is full, it becomes the older,
 * and the older goes. Nothing is written in order to remember when a value was used, as a list in the order of use would
 * have it: that keeps the garbage collector busy where most values are old. Not thread-safe.
 */
final class LatestUsed<K, V> {
    private final long most;
    private final ToIntFunction<V> weight;
    private Map<K, V> young = new HashMap<>();
    private Map<K, V> old = new HashMap<>();
    private long youngWeight;

    /**
     * Nothing yet.
     *
     * @param most how many values it holds; at least half as many stay if they are used
     */
    LatestUsed(long most) {
        this(most, value -> 1);
    }

    /**
     * Nothing yet.
     *
     * @param most what its values weigh together at most; at least half of that stays if it is used
     * @param weight of a value, always the same
     */
    LatestUsed(long most, ToIntFunction<V> weight) {
        this.most = most;
        this.weight = weight;
    }

    /**
     * A part of the heap that this process may take, in bytes: what caches may hold depends on it, not on how much is known.
     *
     * @param parts how many of them are the whole heap
     */
    static long ofHeap(int parts) {
        return Runtime.getRuntime().maxMemory() / parts;
    }

    /** The value, made where it is not known. */
    V get(K key, Function<K, V> make) {
        V known = young.get(key);
        if (known != null) {
            return known;
        }
        V value = old.remove(key);
        V used = value == null ? make.apply(key) : value;
        add(key, used);
        return used;
    }

    boolean contains(K key) {
        return young.containsKey(key) || old.containsKey(key);
    }

    /** Takes note of a value; replaces the one before. */
    void put(K key, V value) {
        old.remove(key);
        add(key, value);
    }

    private void add(K key, V value) {
        V before = young.put(key, value);
        youngWeight += weight.applyAsInt(value) - (before == null ? 0 : weight.applyAsInt(before));
        if (youngWeight >= most / 2) {
            old = young;
            young = new HashMap<>();
            youngWeight = 0;
        }
    }

    /** Forgets a value; null where it was not known. */
    @Nullable
    V remove(K key) {
        V value = young.remove(key);
        if (value == null) {
            return old.remove(key);
        }
        youngWeight -= weight.applyAsInt(value);
        return value;
    }
}
