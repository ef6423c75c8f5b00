package io.phiwatch.detector.behavior;

import io.phiwatch.schema.ProfileSnapshot;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is usual for peers and tenants, as the topic of profiles tells it, in the memory of each instance. One thread tells
 * it of records, any may ask. Of each it remembers the last few, so that events are judged by what was known when they
 * were received.
 */
public final class Snapshots {
    /** Fewer peers are a handful, of which nothing is usual. */
    public static final int LEAST_PEERS = 8;

    /** Name of the profile of all logins of a tenant. */
    public static final String LOGIN = "login";

    /** The peers of an account, where these are all of its tenant. */
    public static final String TENANT = "tenant";

    private static final int MOST_KEPT = 4;

    private final Map<String, List<Dated>> byKey = new ConcurrentHashMap<>();

    /** What counts from a time on; null where that is nothing. */
    private record Dated(
            long from,
            Comparison.@Nullable Peers peers,
            @Nullable LoginPopulation logins) {}

    /** Key of a snapshot. */
    public static String key(String tenant, String profile, String peers) {
        return tenant + '|' + profile + '|' + peers;
    }

    /** Takes the next record of the topic; null where it is to be forgotten. */
    public void accept(String key, @Nullable ProfileSnapshot snapshot) {
        if (snapshot == null) {
            byKey.remove(key);
            return;
        }
        List<Dated> kept = new ArrayList<>(byKey.getOrDefault(key, List.of()));
        kept.add(dated(snapshot));
        byKey.put(key, List.copyOf(kept.subList(Math.max(0, kept.size() - MOST_KEPT), kept.size())));
    }

    private static Dated dated(ProfileSnapshot snapshot) {
        Double median = snapshot.getMedian();
        Double mad = snapshot.getMad();
        boolean isEnough = snapshot.getCount() >= LEAST_PEERS
                && Duration.between(snapshot.getSince(), snapshot.getRecordedAt())
                                .compareTo(Habit.LEAST_SPAN)
                        >= 0;
        Comparison.Peers peers = (median == null || mad == null || !isEnough)
                ? null
                : new Comparison.Peers(snapshot.getCount(), new Usual(median, mad));
        ByteBuffer logins = snapshot.getLogins();
        LoginPopulation population = null;
        if (logins != null) {
            byte[] bytes = new byte[logins.remaining()];
            logins.duplicate().get(bytes);
            population = LoginPopulation.decode(bytes);
        }
        return new Dated(snapshot.getRecordedAt().toEpochMilli(), peers, population);
    }

    /** What is usual for those of the same roles; where too little is known of them, for all of that kind. */
    public Comparison.@Nullable Peers peers(String tenant, String profile, OpenPeriods.Work work, long knownAt) {
        Dated roles = work.roles().isEmpty() ? null : at(key(tenant, profile, work.byRoles()), knownAt);
        if (roles != null && roles.peers != null) {
            return roles.peers;
        }
        Dated kind = at(key(tenant, profile, work.byKind()), knownAt);
        return kind == null ? null : kind.peers;
    }

    /** Logins of a tenant; null where nothing is known of them. */
    public @Nullable LoginPopulation logins(String tenant, long knownAt) {
        Dated found = at(key(tenant, LOGIN, TENANT), knownAt);
        return found == null ? null : found.logins;
    }

    /** The latest that was known by then; where only later ones are remembered, the first of these. */
    private @Nullable Dated at(String key, long knownAt) {
        List<Dated> kept = byKey.getOrDefault(key, List.of());
        for (int i = kept.size() - 1; i >= 0; i--) {
            if (kept.get(i).from <= knownAt) {
                return kept.get(i);
            }
        }
        return kept.isEmpty() ? null : kept.getFirst();
    }
}
