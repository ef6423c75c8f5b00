package io.phiwatch.detector.store;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map of what was used last: beyond its size, what was left alone for longest goes. Not thread-safe. */
final class LatestUsed<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int most;

    /**
     * An empty map.
     *
     * @param most how many it holds
     */
    LatestUsed(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
