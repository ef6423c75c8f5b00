package io.phiwatch.detector.behavior;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import io.phiwatch.detector.sigma.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that profiles count of one actor in periods that are not closed yet: one small record. Beside it stand the times for
 * which the actor was alerted about, which teach nothing. Not thread-safe.
 */
public final class OpenPeriods {
    private static final int VERSION = 1;
    private static final int MOST_TAINTS = 64;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final Map<Integer, Tally> tallies = new TreeMap<>();

    /** First and last minute since 1970 of what the actor was alerted about. */
    private final TreeMap<Long, Long> taints = new TreeMap<>();

    private Work work = Work.UNKNOWN;

    /**
     * What the actor does for a living: actors of the same work are peers.
     *
     * @param roles as told last, sorted and joined by {@code +}; empty where none was told
     * @param kind of actor
     */
    public record Work(String roles, String kind) {
        static final Work UNKNOWN = new Work("", "");

        /** Name of the peers of the same roles. */
        public String byRoles() {
            return "role:" + roles;
        }

        /** Name of the peers of the same kind. */
        public String byKind() {
            return "kind:" + kind;
        }
    }

    /**
     * A period that is over.
     *
     * @param isTainted whether the actor was alerted about in its window: it teaches nothing
     */
    public record Closed(Profile profile, long period, double value, boolean isTainted) {}

    public Work work() {
        return work;
    }

    /** Takes note of the actor's work; tells whether it is another than before. */
    public boolean worksAs(Work told) {
        boolean isNew = !told.equals(work);
        work = told;
        return isNew;
    }

    /** Adds an amount; tells whether that changed anything. */
    public boolean add(Profile profile, long period, double amount) {
        return tally(profile).add(period, amount);
    }

    /** Takes note of a value, by 32 bits of it; tells whether that changed anything. */
    public boolean see(Profile profile, long period, int value) {
        return tally(profile).see(period, value);
    }

    private Tally tally(Profile profile) {
        return tallies.computeIfAbsent(
                profile.key(), it -> new Tally(profile.measure().kind()));
    }

    /** The value of a period. */
    public double value(Profile profile, long period) {
        Tally tally = tallies.get(profile.key());
        return tally == null ? 0 : tally.value(period, profile.periods().window());
    }

    /** Whether a period takes no more events. */
    public static boolean isOver(Profile profile, long period, @Nullable Long clock, Duration maxDelay) {
        return clock != null
                && profile.periods().end(period)
                                + profile.periods().delay(maxDelay).toMillis()
                        <= clock;
    }

    /** The last period of a profile that is over at a time. */
    public static long lastOver(Profile profile, long clock, Duration maxDelay) {
        return profile.periods().at(clock - profile.periods().delay(maxDelay).toMillis()) - 1;
    }

    /** Closes all periods that are over, oldest first of each profile, and forgets what no later one needs. */
    public List<Closed> close(Map<Integer, Profile> profiles, long clock, Duration maxDelay) {
        List<Closed> closed = new ArrayList<>();
        tallies.entrySet().removeIf(entry -> {
            Profile profile = profiles.get(entry.getKey());
            if (profile == null) {
                return true;
            }
            int window = profile.periods().window();
            long until = lastOver(profile, clock, maxDelay);
            Tally tally = entry.getValue();
            for (long period : tally.open(until, window)) {
                closed.add(new Closed(profile, period, tally.value(period, window), isTainted(profile, period)));
            }
            tally.close(until, window);
            return tally.isEmpty();
        });
        return closed;
    }

    /** Whether anything is over. */
    public boolean hasOver(Map<Integer, Profile> profiles, long clock, Duration maxDelay) {
        return tallies.entrySet().stream().anyMatch(entry -> {
            Profile profile = profiles.get(entry.getKey());
            return profile == null
                    || !entry.getValue()
                            .open(
                                    lastOver(profile, clock, maxDelay),
                                    profile.periods().window())
                            .isEmpty();
        });
    }

    private boolean isTainted(Profile profile, long period) {
        Profile.Periods periods = profile.periods();
        long from = periods.end(period - periods.window()) / MINUTE;
        return taints.headMap(periods.end(period) / MINUTE).values().stream().anyMatch(last -> last >= from);
    }

    /**
     * Takes note of an alert about the actor; tells whether that changed anything.
     *
     * @param from time of its first event, epoch milliseconds
     * @param to time of its last event
     */
    public boolean taint(long from, long to) {
        long first = Math.floorDiv(from, MINUTE);
        long last = Math.floorDiv(to, MINUTE);
        Long known = taints.get(first);
        if (known != null && known >= last) {
            return false;
        }
        taints.put(first, last);
        if (taints.size() > MOST_TAINTS) {
            taints.pollFirstEntry();
        }
        return true;
    }

    /** Forgets alerts from before a time, which no window that is still to be closed reaches; tells whether there were any. */
    public boolean forgetTaints(long before) {
        long minute = Math.floorDiv(before, MINUTE);
        return taints.values().removeIf(last -> last < minute);
    }

    /** Whether there is nothing to remember. */
    public boolean isEmpty() {
        return tallies.isEmpty() && taints.isEmpty();
    }

    /** The record as bytes. */
    public byte[] encode() {
        ByteWriter out =
                new ByteWriter().writeByte(VERSION).writeString(work.roles()).writeString(work.kind());
        out.writeVarLong(taints.size());
        taints.forEach((first, last) -> out.writeVarLong(first).writeVarLong(last - first));
        out.writeVarLong(tallies.size());
        tallies.forEach((key, tally) -> out.writeInt(key).writeNested(tally::write));
        return out.toBytes();
    }

    /** The record that was encoded, without profiles that are gone. */
    public static OpenPeriods decode(byte[] bytes, Map<Integer, Profile> profiles) {
        ByteReader in = new ByteReader(bytes);
        in.readVersion(VERSION, "open periods");
        OpenPeriods open = new OpenPeriods();
        open.work = new Work(in.readString(), in.readString());
        int taints = in.readVarInt();
        for (int i = 0; i < taints; i++) {
            long first = in.readVarLong();
            open.taints.put(first, first + in.readVarLong());
        }
        int size = in.readVarInt();
        for (int i = 0; i < size; i++) {
            Profile profile = profiles.get(in.readInt());
            byte[] tally = in.readBytes();
            if (profile != null) {
                open.tallies.put(
                        profile.key(),
                        Tally.read(new ByteReader(tally), profile.measure().kind()));
            }
        }
        return open;
    }
}
