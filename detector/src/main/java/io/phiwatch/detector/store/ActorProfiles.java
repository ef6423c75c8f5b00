package io.phiwatch.detector.store;

import io.phiwatch.detector.behavior.Behavior;
import io.phiwatch.detector.behavior.Comparison;
import io.phiwatch.detector.behavior.Habit;
import io.phiwatch.detector.behavior.Habits;
import io.phiwatch.detector.behavior.OpenPeriods;
import io.phiwatch.detector.behavior.Snapshots;
import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import io.phiwatch.detector.codec.Digests;
import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.event.ProfileSelection;
import io.phiwatch.detector.sigma.Profile;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.ActorKey;
import io.phiwatch.schema.ProfilePart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What profiles count of the actors of a task. An event writes one small record at most, that of the actor's open periods,
 * and none where no profile counts it. What is usual stands apart and changes when periods close: by the clock in the log,
 * in a sweep over all actors that are counted, so that nothing has to be remembered of when each is due. Not thread-safe:
 * belongs to one task.
 */
public final class ActorProfiles {
    /** Actors that one tick looks at: all of them might not fit into one transaction. */
    private static final int MOST_AT_ONCE = 2_000;

    /** Of the heap, for each actor that might be kept in memory: open periods and habits take less than a tenth of it. */
    private static final int BYTES_FOR_ACTOR = 20 << 10;

    private static final String PROGRESS = "progress";

    private final Stores stores;
    private final KnownKeys<String> openStore;
    private final ProfileSelection selection;
    private final Map<Integer, Profile> profiles;
    private final Snapshots snapshots;
    private final Duration maxDelay;
    private final Duration longestWindow;
    // Only to read: what is changed is put to the store at once.
    private final LatestUsed<String, OpenPeriods> openCache = new LatestUsed<>(LatestUsed.ofHeap(BYTES_FOR_ACTOR));
    private final LatestUsed<String, Habits> habitsCache = new LatestUsed<>(LatestUsed.ofHeap(BYTES_FOR_ACTOR));

    // A sweep, where one is under way: for what clock, and which actor is next.
    private @Nullable Long swept;
    private @Nullable Long sweeping;
    private String next = "";

    /**
     * Where it is kept.
     *
     * @param open by actor
     * @param habits by actor
     * @param sweep how far sweeps have come
     */
    public record Stores(
            KeyValueStore<String, byte[]> open,
            KeyValueStore<String, byte[]> habits,
            KeyValueStore<String, byte[]> sweep) {}

    /**
     * Profiles in those stores.
     *
     * @param snapshots what is usual for peers
     * @param maxDelay the largest delay of any source
     */
    public ActorProfiles(Stores stores, ProfileSelection selection, Snapshots snapshots, Duration maxDelay) {
        this.stores = stores;
        this.openStore = KnownKeys.ofTexts(stores.open);
        this.selection = selection;
        this.profiles = selection.byKey();
        this.snapshots = snapshots;
        this.maxDelay = maxDelay;
        this.longestWindow = profiles.values().stream()
                .map(profile -> profile.periods()
                        .length()
                        .multipliedBy(profile.periods().window()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        byte[] progress = stores.sweep.get(PROGRESS);
        if (progress != null) {
            ByteReader in = new ByteReader(progress);
            swept = in.readNullable();
            sweeping = in.readNullable();
            next = in.readString();
        }
    }

    /** The profiles by key. */
    public Map<Integer, Profile> profiles() {
        return profiles;
    }

    /**
     * Counts an event.
     *
     * @param clock what all sources have passed; null while that isn't known
     * @param knownAt log time of the event: what is known of peers by then counts
     * @return what the profiles that count it say; null where none does, or its period is over
     */
    public @Nullable Behavior count(EnrichedEvent event, @Nullable Long clock, long knownAt) {
        AccessEvent access = event.access();
        if (access.getActorId() == null) {
            return null;
        }
        List<ProfileSelection.Counted> counted = selection.of(event);
        counted.removeIf(one -> OpenPeriods.isOver(one.profile(), one.period(), clock, maxDelay));
        if (counted.isEmpty()) {
            return null;
        }
        String actor = ActorKey.of(access);
        OpenPeriods open = open(actor);
        boolean isChanged = open.worksAs(selection.workOf(event));
        for (ProfileSelection.Counted one : counted) {
            isChanged |= one.addTo(open);
        }
        if (isChanged) {
            openStore.put(actor, open.encode());
        }
        return new Told(actor, access.getTenant(), open, counted, knownAt);
    }

    private @Nullable Double share(ProfileSelection.Counted one, OpenPeriods open) {
        Profile whole = selection.shareOf(one.profile());
        double of = whole == null ? 0 : open.value(whole, one.period());
        return of == 0 ? null : Double.valueOf(open.value(one.profile(), one.period()) / of);
    }

    /** Adds up and looks habits up where a rule asks for them: of one event, until the next is counted. */
    private final class Told implements Behavior {
        private final String actor;
        private final String tenant;
        private final OpenPeriods open;
        private final List<ProfileSelection.Counted> counted;
        private final long knownAt;
        private final Map<String, Comparison> comparisons = new HashMap<>();

        Told(String actor, String tenant, OpenPeriods open, List<ProfileSelection.Counted> counted, long knownAt) {
            this.actor = actor;
            this.tenant = tenant;
            this.open = open;
            this.counted = counted;
            this.knownAt = knownAt;
        }

        @Override
        public @Nullable Comparison in(String profile) {
            for (ProfileSelection.Counted one : counted) {
                if (one.profile().name().equals(profile)) {
                    return comparisons.computeIfAbsent(profile, it -> compare(one));
                }
            }
            return null;
        }

        @Override
        public List<Comparison> all() {
            return counted.stream()
                    .sorted(Comparator.comparing(one -> one.profile().name()))
                    .map(one -> comparisons.computeIfAbsent(one.profile().name(), it -> compare(one)))
                    .toList();
        }

        private Comparison compare(ProfileSelection.Counted one) {
            Profile profile = one.profile();
            Habit habit = habits(actor).of(profile);
            return new Comparison(
                    profile,
                    open.value(profile, one.period()),
                    habit.isLearnt(profile.periods()) ? habit.usual() : null,
                    profile.comparesPeers() ? snapshots.peers(tenant, profile.name(), open.work(), knownAt) : null,
                    share(one, open),
                    null);
        }
    }

    /**
     * Takes note of an alert about an actor: what it did then teaches nothing, also where it was learnt already.
     *
     * @param from time of the first event, epoch milliseconds
     * @param to time of the last event
     */
    public void taint(String actor, long from, long to) {
        OpenPeriods open = open(actor);
        if (!open.taint(from, to)) {
            return;
        }
        openStore.put(actor, open.encode());
        Habits known = habits(actor);
        Habits left = known.without(profiles, from, to);
        if (!left.equals(known)) {
            save(actor, left);
        }
    }

    /**
     * Closes periods that are over, of some of the actors: a tick at a time.
     *
     * @param told is given what each actor adds to what is known of its peers
     */
    public void sweep(long clock, Consumer<ProfilePart> told) {
        openStore.learn(MOST_AT_ONCE);
        if (sweeping == null) {
            if (swept != null && !isDue(swept, clock)) {
                return;
            }
            sweeping = clock;
            next = "";
        }
        long until = sweeping;
        List<KeyValue<String, byte[]>> batch = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> actors = stores.open.range(next, null)) {
            while (actors.hasNext() && batch.size() < MOST_AT_ONCE) {
                batch.add(actors.next());
            }
        }
        batch.forEach(actor -> close(actor.key, actor.value, until, told));
        if (batch.size() < MOST_AT_ONCE) {
            swept = until;
            sweeping = null;
            next = "";
        } else {
            // the least key after the last one
            next = batch.getLast().key + '\0';
        }
        stores.sweep.put(
                PROGRESS,
                new ByteWriter()
                        .writeNullable(swept)
                        .writeNullable(sweeping)
                        .writeString(next)
                        .toBytes());
    }

    private boolean isDue(long before, long clock) {
        return profiles.values().stream()
                .anyMatch(profile -> OpenPeriods.lastOver(profile, clock, maxDelay)
                        > OpenPeriods.lastOver(profile, before, maxDelay));
    }

    private void close(String actor, byte[] stored, long clock, Consumer<ProfilePart> told) {
        OpenPeriods open = OpenPeriods.decode(stored, profiles);
        boolean isChanged =
                open.forgetTaints(clock - longestWindow.plus(maxDelay).toMillis());
        if (!open.hasOver(profiles, clock, maxDelay)) {
            if (isChanged) {
                save(actor, open);
            }
            return;
        }
        Habits habits = habits(actor);
        for (OpenPeriods.Closed closed : open.close(profiles, clock, maxDelay)) {
            habits = habits.with(closed);
            if (closed.profile().comparesPeers() && !closed.isTainted()) {
                told.accept(part(actor, open.work().byKind(), closed));
                if (!open.work().roles().isEmpty()) {
                    told.accept(part(actor, open.work().byRoles(), closed));
                }
            }
        }
        save(actor, open);
        save(actor, habits);
    }

    private static ProfilePart part(String actor, String peers, OpenPeriods.Closed closed) {
        return ProfilePart.newBuilder()
                .setTenant(actor.substring(0, actor.indexOf('|')))
                .setProfile(closed.profile().name())
                .setPeers(peers)
                .setActor(Digests.shortOf(actor))
                .setTime(Instant.ofEpochMilli(closed.profile().periods().end(closed.period())))
                .setValue(closed.value())
                .build();
    }

    private void save(String actor, OpenPeriods open) {
        if (open.isEmpty()) {
            openCache.remove(actor);
            stores.open.delete(actor);
        } else {
            openCache.put(actor, open);
            openStore.put(actor, open.encode());
        }
    }

    private void save(String actor, Habits habits) {
        habitsCache.put(actor, habits);
        stores.habits.put(actor, habits.encode());
    }

    private OpenPeriods open(String actor) {
        return openCache.get(actor, it -> {
            byte[] stored = openStore.get(it);
            return stored == null ? new OpenPeriods() : OpenPeriods.decode(stored, profiles);
        });
    }

    private Habits habits(String actor) {
        return habitsCache.get(actor, it -> {
            byte[] stored = stores.habits.get(it);
            return stored == null ? Habits.NONE : Habits.decode(stored, profiles);
        });
    }
}
