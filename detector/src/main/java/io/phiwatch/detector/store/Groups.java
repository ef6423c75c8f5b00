package io.phiwatch.detector.store;

import io.phiwatch.detector.codec.Digests;
import io.phiwatch.detector.correlate.Correlator;
import io.phiwatch.detector.correlate.Episode;
import io.phiwatch.detector.correlate.Group;
import io.phiwatch.detector.correlate.GroupHead;
import io.phiwatch.detector.correlate.GroupKey;
import io.phiwatch.detector.correlate.Shown;
import io.phiwatch.detector.correlate.window.Event;
import io.phiwatch.detector.correlate.window.Windows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * All groups of all correlations. What changes is put to the stores at once, a record for each event, so that a signal
 * writes little; groups that were used lately are also kept decoded, to read only. Not thread-safe: belongs to one task,
 * and is made anew with it.
 */
public final class Groups {
    /** Events of groups that are kept decoded; a group counts as some more. About 300 bytes each. */
    private static final int MOST_CACHED = 100_000;

    private static final int WEIGHT_OF_GROUP = 4;

    /** Most groups never have more: one record holds all of such a group. */
    private static final int MOST_IN_HEAD = 2;

    /** How many timers are looked through for the group that has the least to lose. */
    private static final int MOST_CANDIDATES = 1_000;

    private final Stores stores;
    private final EventCodec codec;
    private final GroupCodec groupCodec;
    private final GroupCounts counts;
    private final Map<Integer, DueRecords> timers = new HashMap<>();
    private final LatestUsed<String, Cached> cache = new LatestUsed<>(MOST_CACHED, Cached::weight);

    /**
     * Where groups are kept.
     *
     * @param heads by key of the group, with its events where they are few
     * @param events by digest of the group's key, time and id
     * @param shown by alert id what alerts show
     * @param timers by level and time
     */
    public record Stores(
            KeyValueStore<String, byte[]> heads,
            KeyValueStore<Bytes, byte[]> events,
            KeyValueStore<String, byte[]> shown,
            KeyValueStore<Bytes, byte[]> timers) {}

    /**
     * A group in memory.
     *
     * @param digest of its key
     * @param isSpilled whether its events are in records of their own
     */
    private record Loaded(String key, byte[] digest, Group group, boolean isSpilled) {}

    private record Cached(Loaded loaded, int weight) {}

    /**
     * Groups in those stores.
     *
     * @param topics where events may lie, always in the same order
     * @param mostGroups of one tenant and rule
     * @param onCount told of each rule's id and how many groups it has more, or less where negative
     */
    public Groups(Stores stores, List<String> topics, long mostGroups, ObjLongConsumer<String> onCount) {
        this.stores = stores;
        this.codec = new EventCodec(topics);
        this.groupCodec = new GroupCodec(codec);
        this.counts = new GroupCounts(stores.heads, mostGroups, onCount);
    }

    /** Lets go of the groups: another task goes on with them. */
    public void close() {
        counts.close();
    }

    /**
     * Lets a group change, and saves what changed. Where the change fails, the group is as it was saved before.
     *
     * @param key text of its {@link GroupKey}
     */
    public <T> T update(String key, Correlator correlator, Function<Group, T> change) {
        Cached known = cache.remove(key);
        Loaded loaded = known != null && known.loaded.group.rule() == correlator.ruleHash()
                ? known.loaded
                : load(key, known == null ? Digests.bytesOf(key) : known.loaded.digest, correlator);
        Group group = loaded.group;
        T result = change.apply(group);
        Loaded saved = save(loaded);
        if (!group.isOver()) {
            cache.put(key, new Cached(saved, group.windows().size() + WEIGHT_OF_GROUP));
        }
        return result;
    }

    /** Whether anything is remembered of the group. */
    public boolean knows(String key) {
        return cache.contains(key) || stores.heads.get(key) != null;
    }

    /**
     * Groups whose timer is due by the clock of that level, earliest first; their timers are gone.
     *
     * @param most how many at once; fewer are all that there are
     */
    public List<String> takeDue(int level, long clock, int most) {
        return timers(level).takeUntil(clock, most).stream()
                .map(timer -> text(timer.what()))
                .toList();
    }

    /** Forgets a group whose timer was taken, and with it all that it remembered: its rule is gone. */
    public void drop(String key) {
        byte[] stored = stores.heads.get(key);
        cache.remove(key);
        if (stored == null) {
            return;
        }
        GroupCodec.Stored group = groupCodec.decode(stored);
        GroupHead head = group.head();
        cancel(key, head.level(), head.due());
        if (group.isSpilled()) {
            eventsOf(Digests.bytesOf(key)).forEach(entry -> stores.events.delete(entry.key));
        }
        head.episodes().forEach(episode -> stores.shown.delete(episode.alertId()));
        stores.heads.delete(key);
        counts.count(key, -1);
    }

    /**
     * Makes room where a tenant's rule has too many groups: of those that expire soonest, the first without an open
     * episode goes.
     *
     * @return whether one had to go
     */
    public boolean makeRoom(String key, int level) {
        if (counts.isNothingCrowded()) {
            return false;
        }
        String rule = GroupKey.ruleOf(key);
        if (!counts.isCrowded(rule)) {
            return false;
        }
        for (DueRecords.Due timer : timers(level).earliest(Long.MAX_VALUE, MOST_CANDIDATES)) {
            String other = text(timer.what());
            byte[] stored = GroupKey.ruleOf(other).equals(rule) && !other.equals(key) ? stores.heads.get(other) : null;
            if (stored != null && GroupCodec.headOf(stored).episodes().stream().noneMatch(Episode::isOpen)) {
                drop(other);
                return true;
            }
        }
        return false;
    }

    private Loaded load(String key, byte[] digest, Correlator correlator) {
        byte[] bytes = stores.heads.get(key);
        if (bytes == null) {
            return new Loaded(key, digest, Group.fresh(GroupKey.parse(key), correlator), false);
        }
        GroupCodec.Stored stored = groupCodec.decode(bytes);
        List<Event> events = new ArrayList<>(stored.events());
        if (stored.isSpilled()) {
            eventsOf(digest).forEach(entry -> events.add(codec.decode(entry.key.get(), entry.value)));
        }
        Map<String, Shown> shown = new HashMap<>();
        for (Episode episode : stored.head().episodes()) {
            shown.put(episode.alertId(), HeadCodec.decodeShown(stores.shown.get(episode.alertId())));
        }
        Group group = Group.saved(GroupKey.parse(key), correlator, stored.head(), events, shown);
        return new Loaded(key, digest, group, stored.isSpilled());
    }

    private List<KeyValue<Bytes, byte[]>> eventsOf(byte[] digest) {
        List<KeyValue<Bytes, byte[]>> entries = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all =
                stores.events.range(EventCodec.first(digest), EventCodec.last(digest))) {
            all.forEachRemaining(entries::add);
        }
        return entries;
    }

    /** The group as it is now, all of it stored. */
    private Loaded save(Loaded loaded) {
        Group group = loaded.group;
        boolean isSpilled = loaded.isSpilled || group.windows().size() > MOST_IN_HEAD;
        if (isSpilled) {
            saveEvents(loaded);
        }
        group.shownChanges().forEach((alertId, shown) -> {
            if (shown == null) {
                stores.shown.delete(alertId);
            } else {
                stores.shown.put(alertId, HeadCodec.encode(shown));
            }
        });
        GroupHead head = group.head();
        saveTimer(loaded.key, group);
        saveHead(loaded, head, isSpilled);
        group.saved(head);
        return new Loaded(loaded.key, loaded.digest, group, isSpilled);
    }

    /** Once there are more than the head holds, all of them; then those that changed. */
    private void saveEvents(Loaded loaded) {
        Windows windows = loaded.group.windows();
        if (!loaded.isSpilled) {
            windows.events().forEach(event -> put(loaded.digest, event));
            return;
        }
        windows.changes().forEach((event, kept) -> {
            if (kept == null) {
                stores.events.delete(EventCodec.key(loaded.digest, event));
            } else {
                put(loaded.digest, kept);
            }
        });
    }

    private void put(byte[] digest, Event event) {
        stores.events.put(EventCodec.key(digest, event), codec.encode(event));
    }

    private void saveTimer(String key, Group group) {
        if (group.timer() != group.due()) {
            cancel(key, group.level(), group.timer());
            if (group.due() != GroupHead.NO_TIMER) {
                timers(group.level()).set(group.due(), bytes(key));
            }
        }
    }

    private void cancel(String key, int level, long due) {
        if (due != GroupHead.NO_TIMER) {
            timers(level).cancel(due, bytes(key));
        }
    }

    private void saveHead(Loaded loaded, GroupHead head, boolean isSpilled) {
        Group group = loaded.group;
        GroupHead saved = group.savedHead();
        if (group.isOver()) {
            if (saved != null) {
                stores.heads.delete(loaded.key);
                counts.count(loaded.key, -1);
            }
            return;
        }
        boolean holdsChanges = !isSpilled && !group.windows().changes().isEmpty();
        if (!head.equals(saved) || isSpilled != loaded.isSpilled || holdsChanges) {
            List<Event> events = isSpilled ? List.of() : group.windows().events();
            stores.heads.put(loaded.key, groupCodec.encode(new GroupCodec.Stored(head, isSpilled, events)));
            if (saved == null) {
                counts.count(loaded.key, 1);
            }
        }
    }

    private DueRecords timers(int level) {
        return timers.computeIfAbsent(level, it -> DueRecords.ofLevel(stores.timers, it));
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }
}
