package io.phiwatch.detector.behavior;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import io.phiwatch.detector.sigma.Profile;
import java.util.Map;
import java.util.TreeMap;

/**
 * The habits of one actor, by the key of their profile. Immutable.
 */
public record Habits(Map<Integer, Habit> byProfile) {
    public static final Habits NONE = new Habits(Map.of());

    private static final int VERSION = 1;

    public Habits {
        byProfile = new TreeMap<>(byProfile);
    }

    public Habit of(Profile profile) {
        return byProfile.getOrDefault(profile.key(), Habit.NONE);
    }

    /** The habits with a period that is over, unless it teaches nothing. */
    public Habits with(OpenPeriods.Closed closed) {
        if (closed.isTainted()) {
            return this;
        }
        Profile profile = closed.profile();
        return with(
                profile,
                of(profile)
                        .with(closed.period(), closed.value(), profile.periods().history()));
    }

    /** The habits without the periods whose windows hold any of a stretch of time, epoch milliseconds. */
    public Habits without(Map<Integer, Profile> profiles, long from, long to) {
        Habits habits = this;
        for (int key : byProfile.keySet()) {
            Profile profile = profiles.get(key);
            if (profile != null) {
                Profile.Periods periods = profile.periods();
                habits = habits.with(
                        profile, habits.of(profile).without(periods.at(from), periods.at(to) + periods.window() - 1));
            }
        }
        return habits;
    }

    private Habits with(Profile profile, Habit habit) {
        Map<Integer, Habit> changed = new TreeMap<>(byProfile);
        changed.put(profile.key(), habit);
        return new Habits(changed);
    }

    /** The habits as bytes. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter().writeByte(VERSION);
        out.writeVarLong(byProfile.size());
        byProfile.forEach((key, habit) -> {
            out.writeInt(key);
            habit.write(out);
        });
        return out.toBytes();
    }

    /** The habits that were encoded, without those of profiles that are gone. */
    public static Habits decode(byte[] bytes, Map<Integer, Profile> profiles) {
        ByteReader in = new ByteReader(bytes);
        in.readVersion(VERSION, "habits");
        int size = in.readVarInt();
        Map<Integer, Habit> habits = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            int key = in.readInt();
            Habit habit = Habit.read(in);
            if (profiles.containsKey(key)) {
                habits.put(key, habit);
            }
        }
        return new Habits(habits);
    }
}
