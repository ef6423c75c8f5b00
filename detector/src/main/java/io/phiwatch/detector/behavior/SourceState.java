package io.phiwatch.detector.behavior;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import io.phiwatch.detector.sigma.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of one source in periods that are not closed yet. A period of which no heartbeat tells, since ingest was
 * away, is none, and neither is one before the source first said anything. Not thread-safe.
 */
public final class SourceState {
    /** Heartbeats of several instances of ingest, and of a second that was told late, come within that. */
    public static final Duration GRACE = Duration.ofMinutes(1);

    private static final int VERSION = 1;
    private static final int MOST_TAINTS = 64;

    private final Map<Integer, Counted> byProfile = new TreeMap<>();
    private final TreeSet<Long> taints = new TreeSet<>();
    private @Nullable Long latest;

    /** Amounts by period, and the closed period before them. */
    private static final class Counted {
        private final TreeMap<Long, Double> open = new TreeMap<>();
        private @Nullable Double last;
        private long lastPeriod;
    }

    /** A period that is over, unless its source was alerted about: then it teaches nothing. */
    public record Closed(long period, double value, boolean isTainted) {}

    /** Counts what a second told, also nothing once the source has spoken. */
    public void add(Profile profile, long period, double amount) {
        if (latest == null && amount == 0) {
            return;
        }
        counted(profile).open.merge(period, amount, Double::sum);
    }

    private Counted counted(Profile profile) {
        return byProfile.computeIfAbsent(profile.key(), it -> new Counted());
    }

    /** The value of a period. */
    public double value(Profile profile, long period) {
        return counted(profile).open.getOrDefault(period, 0.0);
    }

    /** The value of the latest closed period; null where there is none. */
    public @Nullable Double last(Profile profile) {
        return counted(profile).last;
    }

    /** Number of that period. */
    public long lastPeriod(Profile profile) {
        return counted(profile).lastPeriod;
    }

    /** Takes note that events came in a second, epoch milliseconds. */
    public void spoke(long time) {
        latest = latest == null ? time : Math.max(latest, time);
    }

    /** When events came last, epoch milliseconds; null where none ever did. */
    public @Nullable Long latest() {
        return latest;
    }

    /** Takes note that rules fired for the source at a time, epoch milliseconds. */
    public void taint(long time) {
        taints.add(Math.floorDiv(time, Duration.ofMinutes(1).toMillis()));
        if (taints.size() > MOST_TAINTS) {
            taints.pollFirst();
        }
    }

    /** Closes the periods that are over at a time, oldest first. */
    public List<Closed> close(Profile profile, long time) {
        Counted counted = counted(profile);
        long until = profile.periods().at(time - GRACE.toMillis()) - 1;
        List<Closed> closed = new ArrayList<>();
        Map<Long, Double> over = counted.open.headMap(until, true);
        long minute = Duration.ofMinutes(1).toMillis();
        over.forEach((period, value) -> {
            long begin = profile.periods().end(period - 1) / minute;
            boolean isTainted = !taints.subSet(begin, profile.periods().end(period) / minute)
                    .isEmpty();
            closed.add(new Closed(period, value, isTainted));
            counted.last = value;
            counted.lastPeriod = period;
        });
        over.clear();
        return closed;
    }

    /** The state as bytes. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter().writeByte(VERSION).writeNullable(latest);
        out.writeList(taints, ByteWriter::writeVarLong).writeVarLong(byProfile.size());
        byProfile.forEach((key, counted) -> {
            out.writeInt(key).writeBoolean(counted.last != null);
            if (counted.last != null) {
                out.writeDouble(counted.last).writeVarLong(counted.lastPeriod);
            }
            out.writeVarLong(counted.open.size());
            counted.open.forEach((period, value) -> out.writeVarLong(period).writeDouble(value));
        });
        return out.toBytes();
    }

    /** The state that was encoded. */
    public static SourceState decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        in.readVersion(VERSION, "source state");
        SourceState state = new SourceState();
        state.latest = in.readNullable();
        state.taints.addAll(in.readList(ByteReader::readVarLong));
        int size = in.readVarInt();
        for (int i = 0; i < size; i++) {
            int key = in.readInt();
            Counted counted = new Counted();
            if (in.readBoolean()) {
                counted.last = in.readDouble();
                counted.lastPeriod = in.readVarLong();
            }
            int open = in.readVarInt();
            for (int j = 0; j < open; j++) {
                long period = in.readVarLong();
                counted.open.put(period, in.readDouble());
            }
            state.byProfile.put(key, counted);
        }
        return state;
    }
}
