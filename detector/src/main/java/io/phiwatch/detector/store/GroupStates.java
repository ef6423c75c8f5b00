package io.phiwatch.detector.store;

import io.phiwatch.detector.correlate.GroupState;
import io.phiwatch.detector.correlate.GroupStateCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** State of all groups of all correlations, and their timers. Not thread-safe: belongs to one task. */
public final class GroupStates {
    private final KeyValueStore<String, byte[]> groups;
    private final DueTimes timers;

    public GroupStates(KeyValueStore<String, byte[]> groups, KeyValueStore<Bytes, byte[]> timers) {
        this.groups = groups;
        this.timers = new DueTimes(timers);
    }

    public @Nullable GroupState get(String group) {
        byte[] stored = groups.get(group);
        return stored == null ? null : GroupStateCodec.decode(stored);
    }

    /**
     * Keeps the state of a group, and sets its timer where that moved.
     *
     * @param before time of the timer that is set; 0 where none is
     * @param state null forgets the group
     */
    public void put(String group, long before, @Nullable GroupState state) {
        byte[] key = group.getBytes(StandardCharsets.UTF_8);
        long due = state == null ? 0 : state.due();
        if (before != 0 && before != due) {
            timers.cancel(before, key);
        }
        if (due != 0 && due != before) {
            timers.set(due, key);
        }
        if (state == null) {
            groups.delete(group);
        } else {
            groups.put(group, GroupStateCodec.encode(state));
        }
    }

    /** Groups whose timer is due, earliest first; their timers are gone. */
    public List<String> takeDue(long clock) {
        return timers.takeUntil(clock).stream()
                .map(key -> new String(key, StandardCharsets.UTF_8))
                .toList();
    }
}
