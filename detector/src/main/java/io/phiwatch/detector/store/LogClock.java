package io.phiwatch.detector.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The clock in the log: the least of what its upstreams have told. An upstream that has not been heard of holds it back,
 * and it never goes back, also over a restart. Not thread-safe: belongs to one task.
 */
public final class LogClock {
    private final KeyValueStore<String, Long> store;
    private final String prefix;
    private final Map<String, Long> told = new HashMap<>();
    private @Nullable Long time;

    /** The clock that the store remembers; it waits for the upstreams named. */
    public LogClock(KeyValueStore<String, Long> store, Set<String> upstreams) {
        this(store, "", upstreams);
    }

    private LogClock(KeyValueStore<String, Long> store, String prefix, Set<String> upstreams) {
        this.store = store;
        this.prefix = prefix;
        try (KeyValueIterator<String, Long> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<String, Long> upstream = stored.next();
                if (upstream.key.startsWith(prefix)) {
                    told.put(upstream.key.substring(prefix.length()), upstream.value);
                }
            }
        }
        time = least(upstreams);
    }

    /** The clock of one level of correlations, in a store that remembers those of several. */
    public static LogClock ofLevel(int level, KeyValueStore<String, Long> store, Set<String> upstreams) {
        return new LogClock(store, level + "/", upstreams);
    }

    /** What every upstream has passed, epoch milliseconds; null until each has been heard of. */
    public @Nullable Long time() {
        return time;
    }

    /**
     * Takes a tick of one upstream.
     *
     * @param upstreams all that the clock waits for
     * @return whether the clock went on
     */
    public boolean tick(String upstream, long tick, Set<String> upstreams) {
        Long before = told.get(upstream);
        if (before == null || before < tick) {
            told.put(upstream, tick);
            store.put(prefix + upstream, tick);
        }
        Long least = least(upstreams);
        if (least == null || (time != null && least <= time)) {
            return false;
        }
        time = least;
        return true;
    }

    private @Nullable Long least(Set<String> upstreams) {
        Long least = null;
        for (String upstream : upstreams) {
            Long tick = told.get(upstream);
            if (tick == null) {
                return null;
            }
            least = least == null ? tick : Long.valueOf(Math.min(least, tick));
        }
        return least;
    }
}
