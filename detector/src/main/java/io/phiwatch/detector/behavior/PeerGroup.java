package io.phiwatch.detector.behavior;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** Closed periods of actors that do the same work, in one profile. Not thread-safe. */
public final class PeerGroup {
    private static final int VERSION = 1;

    /** More peers are not counted: what matters is whether they are eight. */
    private static final int MOST_PEERS = 64;

    private static final Duration PEERS_STAY = Duration.ofDays(30);

    private final Map<Long, Long> lastSeen = new HashMap<>();
    private DecayingSketch values = new DecayingSketch();
    private long since = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;

    /**
     * Adds the closed period of an actor.
     *
     * @param actor hash of its key
     * @param end of the period, epoch milliseconds
     */
    public void add(long actor, long end, double value) {
        values.add(value, end);
        since = Math.min(since, end);
        latest = Math.max(latest, end);
        lastSeen.merge(actor, end, Math::max);
        if (lastSeen.size() > MOST_PEERS) {
            lastSeen.entrySet().stream()
                    .min(Map.Entry.<Long, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey)
                    .ifPresent(lastSeen::remove);
        }
    }

    /** How many actors there were in the last thirty days, at most {@value #MOST_PEERS}. */
    public long peers() {
        return lastSeen.values().stream()
                .filter(seen -> seen > latest - PEERS_STAY.toMillis())
                .count();
    }

    /** End of the first period, epoch milliseconds. */
    public long since() {
        return since;
    }

    /** End of the latest period, epoch milliseconds. */
    public long latest() {
        return latest;
    }

    /** What is usual in the group; of groups with a period only. */
    public Usual usual() {
        return values.usual();
    }

    /** The group as bytes. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter()
                .writeByte(VERSION)
                .writeVarLong(since)
                .writeVarLong(latest)
                .writeVarLong(lastSeen.size());
        lastSeen.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .forEach(peer -> out.writeLong(peer.getKey()).writeVarLong(latest - peer.getValue()));
        values.write(out);
        return out.toBytes();
    }

    /** The group that was encoded. */
    public static PeerGroup decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        in.readVersion(VERSION, "peer group");
        PeerGroup group = new PeerGroup();
        group.since = in.readVarLong();
        group.latest = in.readVarLong();
        int peers = in.readVarInt();
        for (int i = 0; i < peers; i++) {
            long actor = in.readLong();
            group.lastSeen.put(actor, group.latest - in.readVarLong());
        }
        group.values = DecayingSketch.read(in);
        return group;
    }
}
