package io.phiwatch.detector.store;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import io.phiwatch.detector.correlate.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Groups that are stored as one record, by rule: an event that several rules count reads and writes one. Each is decoded
 * when an event asks for it. Not thread-safe: belongs to one task.
 */
final class Bundle {
    private static final int VERSION = 1;
    private static final int WEIGHT_OF_GROUP = 300;
    private static final int WEIGHT_OF_EVENT = 300;

    private final String key;
    private final Map<String, Kept> groups = new LinkedHashMap<>();

    /** The timers that are set, by level: one for all groups that go by its clock, at the time when the first is due. */
    private Map<Integer, Long> timers = new HashMap<>();

    private byte[] stored = {};
    private boolean isChanged;

    /** A group of a bundle. */
    static final class Kept {
        private byte @Nullable [] bytes;
        private @Nullable Loaded loaded;

        /** As it was stored last; null where it never was. */
        byte @Nullable [] bytes() {
            return bytes;
        }

        @Nullable
        Loaded loaded() {
            return loaded;
        }

        /** Goes back to what was stored. */
        void reset() {
            loaded = null;
        }

        private HeadCodec.Timer timer() {
            return bytes == null ? HeadCodec.Timer.NONE : GroupCodec.timerOf(bytes);
        }
    }

    /**
     * A group in memory.
     *
     * @param digest of its key, where its events are in records of their own; else null
     */
    record Loaded(Group group, byte @Nullable [] digest) {
        boolean isSpilled() {
            return digest != null;
        }
    }

    private Bundle(String key) {
        this.key = key;
    }

    /**
     * A bundle.
     *
     * @param stored its record; null where there is none
     */
    static Bundle of(String key, byte @Nullable [] stored) {
        Bundle bundle = new Bundle(key);
        if (stored != null) {
            for (Row row : rows(stored)) {
                Kept kept = new Kept();
                kept.bytes = row.bytes;
                bundle.groups.put(row.rule, kept);
            }
            bundle.timers = bundle.due();
            bundle.stored = stored;
        }
        return bundle;
    }

    private record Row(String rule, byte[] bytes) {}

    private static List<Row> rows(byte[] stored) {
        ByteReader in = new ByteReader(stored);
        in.readVersion(VERSION, "groups");
        return in.readList(row -> new Row(row.readString(), row.readBytes()));
    }

    /** The groups of a stored bundle. */
    static List<BundleKey> keysOf(String key, byte[] stored) {
        List<BundleKey> keys = new ArrayList<>();
        rows(stored).forEach(row -> keys.add(new BundleKey(key, row.rule)));
        return keys;
    }

    private byte[] encode() {
        ByteWriter out = new ByteWriter().writeByte(VERSION).writeVarLong(groups.size());
        groups.forEach((rule, kept) -> {
            if (kept.bytes != null) {
                out.writeString(rule).writeBytes(kept.bytes);
            }
        });
        return out.toBytes();
    }

    String key() {
        return key;
    }

    @Nullable
    Kept find(String rule) {
        return groups.get(rule);
    }

    /** The group of a rule, of which nothing may be known. */
    Kept groupOf(String rule) {
        return groups.computeIfAbsent(rule, it -> new Kept());
    }

    /**
     * Takes a group's new bytes.
     *
     * @param loaded the group, where it is to stay decoded
     */
    void keep(Kept kept, byte[] bytes, @Nullable Loaded loaded) {
        kept.bytes = bytes;
        kept.loaded = loaded;
        isChanged = true;
    }

    /** Takes a group out. */
    void remove(String rule) {
        Kept kept = groups.remove(rule);
        isChanged |= kept != null && kept.bytes != null;
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    /** When the first of its groups is due, by level; nothing where none is. */
    Map<Integer, Long> due() {
        Map<Integer, Long> due = new HashMap<>(2);
        for (Kept kept : groups.values()) {
            HeadCodec.Timer timer = kept.timer();
            if (timer.isSet()) {
                due.merge(timer.level(), timer.due(), Math::min);
            }
        }
        return due;
    }

    /** The groups of a level that are due at that time or before. */
    List<Due> dueUntil(int level, long time) {
        List<Due> due = new ArrayList<>();
        groups.forEach((rule, kept) -> {
            HeadCodec.Timer timer = kept.timer();
            if (timer.isSet() && timer.level() == level && timer.due() <= time) {
                due.add(new Due(timer.due(), new BundleKey(key, rule).group()));
            }
        });
        return due;
    }

    /** A group and when it is due. */
    record Due(long time, String group) {}

    Map<Integer, Long> timers() {
        return timers;
    }

    /** Takes note of the timers that are set now. */
    void timers(Map<Integer, Long> now) {
        timers = now;
    }

    /** Takes note that a timer fell due, and is no more. */
    void timerTaken(int level) {
        timers.remove(level);
    }

    boolean isChanged() {
        return isChanged;
    }

    /** The record of all groups as they are now, which is to be stored. */
    byte[] toBytes() {
        stored = encode();
        isChanged = false;
        return stored;
    }

    /** The record as it was stored last. */
    byte[] stored() {
        return stored;
    }

    /** Whether any of its groups is to stay decoded. */
    boolean isDecoded() {
        return groups.values().stream().anyMatch(kept -> kept.loaded != null);
    }

    /** Roughly the bytes of memory that its decoded groups take. */
    int weight() {
        int weight = 0;
        for (Kept kept : groups.values()) {
            int events = kept.loaded == null ? 0 : kept.loaded.group.windows().size();
            weight += WEIGHT_OF_GROUP + events * WEIGHT_OF_EVENT;
        }
        return weight;
    }
}
