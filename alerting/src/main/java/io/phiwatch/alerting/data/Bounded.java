package io.phiwatch.alerting.data;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/** A map that keeps the entries written last and forgets the oldest beyond its limit. Not thread-safe. */
public final class Bounded<K, V> extends LinkedHashMap<K, V> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int limit;

    /** A map of at most so many entries. */
    public Bounded(int limit) {
        this.limit = limit;
    }

    /** Writes an entry as the newest, also where the key was there before. */
    public void renew(K key, V value) {
        remove(key);
        put(key, value);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > limit;
    }
}
