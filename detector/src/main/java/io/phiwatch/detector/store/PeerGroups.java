package io.phiwatch.detector.store;

import io.phiwatch.detector.behavior.LoginPopulation;
import io.phiwatch.detector.behavior.PeerGroup;
import io.phiwatch.detector.behavior.Snapshots;
import io.phiwatch.detector.behavior.Usual;
import io.phiwatch.schema.ProfilePart;
import io.phiwatch.schema.ProfileSnapshot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What is known of peers and of whole tenants. What actors add waits as it came, a small record each, and is taken in
 * together, so that what is known, which is large, is written seldom. Not thread-safe: belongs to one task.
 */
public final class PeerGroups {
    private static final String TOPIC = "";

    private final KeyValueStore<Bytes, byte[]> waiting;
    private final KeyValueStore<String, byte[]> known;
    private final Serde<SpecificRecord> serde;

    /**
     * Groups in those stores.
     *
     * @param waiting by key of the group, and place in the topic
     * @param known by key of the group
     * @param serde of what waits
     */
    public PeerGroups(
            KeyValueStore<Bytes, byte[]> waiting, KeyValueStore<String, byte[]> known, Serde<SpecificRecord> serde) {
        this.waiting = waiting;
        this.known = known;
        this.serde = serde;
    }

    /** Keeps what an actor adds until it is taken in. */
    public void add(String group, long offset, ProfilePart part) {
        byte[] name = group.getBytes(StandardCharsets.UTF_8);
        Bytes key = Bytes.wrap(ByteBuffer.allocate(name.length + 1 + Long.BYTES)
                .put(name)
                .put((byte) 0)
                .putLong(offset)
                .array());
        waiting.put(key, serde.serializer().serialize(TOPIC, part));
    }

    /**
     * Takes in what waits.
     *
     * @param clock log time from which on it counts, epoch milliseconds
     * @param most how many at once: all of them might not fit into one transaction
     * @return what is known now of the groups that changed
     */
    public List<ProfileSnapshot> takeIn(long clock, int most) {
        Map<String, List<ProfilePart>> byGroup = new LinkedHashMap<>();
        List<Bytes> taken = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> parts = waiting.all()) {
            while (parts.hasNext() && taken.size() < most) {
                KeyValue<Bytes, byte[]> next = parts.next();
                ProfilePart part = (ProfilePart) serde.deserializer().deserialize(TOPIC, next.value);
                taken.add(next.key);
                byGroup.computeIfAbsent(
                                Snapshots.key(part.getTenant(), part.getProfile(), part.getPeers()),
                                it -> new ArrayList<>())
                        .add(part);
            }
        }
        taken.forEach(waiting::delete);
        List<ProfileSnapshot> snapshots = new ArrayList<>();
        byGroup.forEach((group, parts) -> snapshots.add(
                parts.getFirst().getProfile().equals(Snapshots.LOGIN)
                        ? logins(group, parts, clock)
                        : peers(group, parts, clock)));
        return snapshots;
    }

    private ProfileSnapshot peers(String key, List<ProfilePart> parts, long clock) {
        byte[] stored = known.get(key);
        PeerGroup group = stored == null ? new PeerGroup() : PeerGroup.decode(stored);
        parts.forEach(part -> group.add(part.getActor(), part.getTime().toEpochMilli(), part.getValue()));
        known.put(key, group.encode());
        Usual usual = group.usual();
        return about(parts.getFirst(), clock)
                .setSince(Instant.ofEpochMilli(group.since()))
                .setCount(group.peers())
                .setMedian(usual.median())
                .setMad(usual.mad())
                .build();
    }

    private ProfileSnapshot logins(String key, List<ProfilePart> parts, long clock) {
        byte[] stored = known.get(key);
        LoginPopulation logins = stored == null ? new LoginPopulation() : LoginPopulation.decode(stored);
        parts.forEach(part -> logins.add(new LoginPopulation.Seen(
                part.getTime().toEpochMilli(), part.getFeatures(), part.getFirst(), part.getValue())));
        byte[] bytes = logins.encode();
        known.put(key, bytes);
        return about(parts.getFirst(), clock)
                .setSince(Instant.ofEpochMilli(logins.since()))
                .setCount(logins.users())
                .setLogins(ByteBuffer.wrap(bytes))
                .build();
    }

    private static ProfileSnapshot.Builder about(ProfilePart part, long clock) {
        return ProfileSnapshot.newBuilder()
                .setTenant(part.getTenant())
                .setProfile(part.getProfile())
                .setPeers(part.getPeers())
                .setRecordedAt(Instant.ofEpochMilli(clock));
    }
}
