package io.phiwatch.detector.store;

import io.phiwatch.detector.codec.Digests;
import io.phiwatch.detector.correlate.Correlator;
import io.phiwatch.detector.correlate.Episode;
import io.phiwatch.detector.correlate.Group;
import io.phiwatch.detector.correlate.GroupHead;
import io.phiwatch.detector.correlate.GroupKey;
import io.phiwatch.detector.correlate.Shown;
import io.phiwatch.detector.correlate.window.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * All groups of all correlations, those with the same values in one record. Events and what alerts show are put to the
 * stores at once; the records of the groups that an event changed when it is done, by {@link #save}. Lately used ones are
 * also kept in memory, to read only. Not thread-safe: belongs to one task, and is made anew with it.
 */
public final class Groups {
    /** Of the heap, for the bundles of one task that are kept in memory. */
    private static final int SHARE_OF_HEAP = 40;

    /** Most groups never have more: one record holds all of such a group. */
    private static final int MOST_IN_HEAD = 2;

    /** How many timers are looked through for the group that has the least to lose. */
    private static final int MOST_CANDIDATES = 1_000;

    private final Stores stores;
    private final EventCodec codec;
    private final GroupCodec groupCodec;
    private final GroupCounts counts;
    private final KnownKeys<String> bundles;
    private final Map<Integer, DueRecords> timers = new HashMap<>();
    private final LatestUsed<String, Cached> cache = new LatestUsed<>(LatestUsed.ofHeap(SHARE_OF_HEAP), Cached::weight);

    /** In use since the last save; not in the cache. */
    private final Map<String, Bundle> open = new LinkedHashMap<>();

    /**
     * Where groups are kept.
     *
     * @param bundles by tenant and values: the groups of all rules that have them, with their events where they
     *     are few
     * @param events by digest of the group's key, time and id
     * @param shown by alert id what alerts show
     * @param timers by level and time
     */
    public record Stores(
            KeyValueStore<String, byte[]> bundles,
            KeyValueStore<Bytes, byte[]> events,
            KeyValueStore<String, byte[]> shown,
            KeyValueStore<Bytes, byte[]> timers) {}

    /**
     * A bundle that is kept in memory: its record, which takes least, or decoded, where one of its groups has many events.
     *
     * @param weight roughly the bytes that it takes
     */
    private record Cached(byte[] stored, @Nullable Bundle decoded, int weight) {
        private static final int WEIGHT = 200;

        static Cached of(Bundle bundle) {
            int weight = WEIGHT + 2 * bundle.key().length() + bundle.stored().length;
            return bundle.isDecoded()
                    ? new Cached(bundle.stored(), bundle, weight + bundle.weight())
                    : new Cached(bundle.stored(), null, weight);
        }

        Bundle bundle(String key) {
            return decoded == null ? Bundle.of(key, stored) : decoded;
        }
    }

    /**
     * Groups that are due.
     *
     * @param groups texts of their {@link GroupKey}s, earliest first
     * @param isAll whether no more are due
     */
    public record Due(List<String> groups, boolean isAll) {}

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
        this.bundles = KnownKeys.ofTexts(stores.bundles);
        this.counts = new GroupCounts(stores.bundles, mostGroups, onCount);
    }

    /** Lets go of the groups: another task goes on with them. */
    public void close() {
        counts.close();
    }

    /**
     * Lets a group change. Where the change fails, the group is as it was before.
     *
     * @param key text of its {@link GroupKey}
     */
    public <T> T update(String key, Correlator correlator, Function<Group, T> change) {
        BundleKey place = BundleKey.of(key);
        Bundle bundle = open(place.bundle());
        Bundle.Kept kept = bundle.groupOf(place.rule());
        Bundle.Loaded loaded = loaded(key, kept, correlator);
        T result;
        try {
            result = change.apply(loaded.group());
        } catch (RuntimeException e) {
            if (kept.bytes() == null) {
                bundle.remove(place.rule());
            }
            kept.reset();
            throw e;
        }
        keep(bundle, place, kept, loaded);
        return result;
    }

    /** Stores what has changed since it last did: to be called when an event or a tick is done. */
    public void save() {
        if (open.isEmpty()) {
            return;
        }
        open.values().forEach(this::save);
        open.clear();
    }

    private void save(Bundle bundle) {
        saveTimers(bundle);
        if (bundle.isChanged()) {
            if (bundle.isEmpty()) {
                stores.bundles.delete(bundle.key());
            } else {
                bundles.put(bundle.key(), bundle.toBytes());
            }
        }
        if (!bundle.isEmpty()) {
            cache.put(bundle.key(), Cached.of(bundle));
        }
    }

    private void saveTimers(Bundle bundle) {
        Map<Integer, Long> due = bundle.due();
        Map<Integer, Long> set = bundle.timers();
        if (due.equals(set)) {
            return;
        }
        byte[] key = bytes(bundle.key());
        set.forEach((level, time) -> {
            if (!time.equals(due.get(level))) {
                timers(level).cancel(time, key);
            }
        });
        due.forEach((level, time) -> {
            if (!time.equals(set.get(level))) {
                timers(level).set(time, key);
            }
        });
        bundle.timers(due);
    }

    /**
     * Groups that are due by the clock of that level. Each is to be updated or dropped before they are saved.
     *
     * @param most records at once that groups are kept in
     */
    public Due takeDue(int level, long clock, int most) {
        bundles.learn(most);
        List<DueRecords.Due> fallen = timers(level).takeUntil(clock, most);
        List<Bundle.Due> due = new ArrayList<>();
        for (DueRecords.Due timer : fallen) {
            Bundle bundle = open(text(timer.what()));
            bundle.timerTaken(level);
            due.addAll(bundle.dueUntil(level, clock));
        }
        due.sort(Comparator.comparingLong(Bundle.Due::time).thenComparing(Bundle.Due::group));
        return new Due(due.stream().map(Bundle.Due::group).toList(), fallen.size() < most);
    }

    /** Forgets a group, and with it all that it remembered. */
    public void drop(String key) {
        BundleKey place = BundleKey.of(key);
        Bundle bundle = open(place.bundle());
        Bundle.Kept kept = bundle.find(place.rule());
        byte[] stored = kept == null ? null : kept.bytes();
        if (stored == null) {
            return;
        }
        GroupCodec.Stored group = groupCodec.decode(stored);
        if (group.isSpilled()) {
            eventsOf(Digests.bytesOf(key)).forEach(entry -> stores.events.delete(entry.key));
        }
        group.head().episodes().forEach(episode -> stores.shown.delete(episode.alertId()));
        bundle.remove(place.rule());
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
        String segment = BundleKey.of(key).rule();
        for (DueRecords.Due timer : timers(level).earliest(Long.MAX_VALUE, MOST_CANDIDATES)) {
            BundleKey place = new BundleKey(text(timer.what()), segment);
            String other = place.group();
            if (GroupKey.ruleOf(other).equals(rule) && !other.equals(key) && hasNothingOpen(place)) {
                drop(other);
                return true;
            }
        }
        return false;
    }

    /** Whether the group is there and has no open episode. */
    private boolean hasNothingOpen(BundleKey place) {
        Bundle.Kept kept = open(place.bundle()).find(place.rule());
        byte[] stored = kept == null ? null : kept.bytes();
        return stored != null && GroupCodec.headOf(stored).episodes().stream().noneMatch(Episode::isOpen);
    }

    private Bundle open(String key) {
        return open.computeIfAbsent(key, it -> {
            Cached known = cache.remove(it);
            return known == null ? Bundle.of(it, bundles.get(it)) : known.bundle(it);
        });
    }

    private Bundle.Loaded loaded(String key, Bundle.Kept kept, Correlator correlator) {
        Bundle.Loaded known = kept.loaded();
        if (known != null && known.group().rule() == correlator.ruleHash()) {
            return known;
        }
        byte[] bytes = kept.bytes();
        if (bytes == null) {
            return new Bundle.Loaded(Group.fresh(GroupKey.parse(key), correlator), null);
        }
        GroupCodec.Stored stored = groupCodec.decode(bytes);
        byte[] digest = stored.isSpilled() ? Digests.bytesOf(key) : null;
        List<Event> events = new ArrayList<>(stored.events());
        if (digest != null) {
            eventsOf(digest).forEach(entry -> events.add(codec.decode(entry.key.get(), entry.value)));
        }
        Map<String, Shown> shown = new HashMap<>();
        for (Episode episode : stored.head().episodes()) {
            shown.put(episode.alertId(), HeadCodec.decodeShown(stores.shown.get(episode.alertId())));
        }
        return new Bundle.Loaded(Group.saved(GroupKey.parse(key), correlator, stored.head(), events, shown), digest);
    }

    private List<KeyValue<Bytes, byte[]>> eventsOf(byte[] digest) {
        List<KeyValue<Bytes, byte[]>> entries = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all =
                stores.events.range(EventCodec.first(digest), EventCodec.last(digest))) {
            all.forEachRemaining(entries::add);
        }
        return entries;
    }

    /** Takes the group as it is now into its bundle. */
    private void keep(Bundle bundle, BundleKey place, Bundle.Kept kept, Bundle.Loaded loaded) {
        Group group = loaded.group();
        boolean isSpilled = loaded.isSpilled() || group.windows().size() > MOST_IN_HEAD;
        byte[] digest = isSpilled && loaded.digest() == null ? Digests.bytesOf(place.group()) : loaded.digest();
        if (digest != null) {
            saveEvents(group, digest, loaded.isSpilled());
        }
        group.shownChanges().forEach((alertId, shown) -> {
            if (shown == null) {
                stores.shown.delete(alertId);
            } else {
                stores.shown.put(alertId, HeadCodec.encode(shown));
            }
        });
        GroupHead head = group.head();
        GroupHead saved = group.savedHead();
        boolean holdsChanges = !isSpilled && !group.windows().changes().isEmpty();
        if (group.isOver()) {
            bundle.remove(place.rule());
        } else if (!head.equals(saved) || isSpilled != loaded.isSpilled() || holdsChanges) {
            List<Event> events = isSpilled ? List.of() : group.windows().events();
            byte[] bytes = groupCodec.encode(new GroupCodec.Stored(head, isSpilled, events));
            bundle.keep(kept, bytes, isSpilled ? new Bundle.Loaded(group, digest) : null);
        }
        if ((saved == null) != group.isOver()) {
            counts.count(place.group(), saved == null ? 1 : -1);
        }
        group.saved(head);
    }

    /** Once there are more than the head holds, all of them; then those that changed. */
    private void saveEvents(Group group, byte[] digest, boolean wasSpilled) {
        if (!wasSpilled) {
            group.windows().events().forEach(event -> put(digest, event));
            return;
        }
        group.windows().changes().forEach((event, kept) -> {
            if (kept == null) {
                stores.events.delete(EventCodec.key(digest, event));
            } else {
                put(digest, kept);
            }
        });
    }

    private void put(byte[] digest, Event event) {
        stores.events.put(EventCodec.key(digest, event), codec.encode(event));
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
