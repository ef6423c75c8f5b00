package io.phiwatch.detector.store;

import io.phiwatch.detector.behavior.Countries;
import io.phiwatch.detector.behavior.LoginFacts;
import io.phiwatch.detector.behavior.LoginPopulation;
import io.phiwatch.detector.behavior.LoginProfile;
import io.phiwatch.detector.behavior.LoginProfileCodec;
import io.phiwatch.detector.behavior.SessionLogins;
import io.phiwatch.detector.behavior.Sessions;
import io.phiwatch.detector.behavior.Snapshots;
import io.phiwatch.detector.codec.Digests;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.ActorKey;
import io.phiwatch.schema.ProfilePart;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Login histories by actor. What is known of sessions is read when a rule asks: of the actors asked about last, it is kept
 * decoded, also where nothing is known. Not thread-safe: belongs to one task.
 */
public final class LoginProfiles implements Sessions {
    /** Actors whose keys one tick reads. */
    private static final int MOST_AT_ONCE = 10_000;

    /** Of the heap, for each actor whose sessions might be kept in memory: they take less than a tenth of it. */
    private static final int BYTES_FOR_ACTOR = 20 << 10;

    private final KnownKeys<String> store;
    private final Countries geography;
    private final Snapshots snapshots;
    private final LatestUsed<String, SessionLogins> sessions = new LatestUsed<>(LatestUsed.ofHeap(BYTES_FOR_ACTOR));

    /**
     * Histories in that store.
     *
     * @param snapshots what is known of all logins of a tenant
     */
    public LoginProfiles(KeyValueStore<String, byte[]> store, Countries geography, Snapshots snapshots) {
        this.store = KnownKeys.ofTexts(store);
        this.geography = geography;
        this.snapshots = snapshots;
    }

    /** Takes note that the clock goes on. */
    public void tick() {
        store.learn(MOST_AT_ONCE);
    }

    /**
     * Compares a login with those before it, and records it.
     *
     * @param knownAt log time of the login: what is known of the tenant by then counts
     * @param told is given what the tenant learns of the login
     */
    public LoginFacts record(AccessEvent login, long knownAt, Consumer<ProfilePart> told) {
        String actor = ActorKey.of(login);
        byte[] stored = store.get(actor);
        LoginProfile.Step step = LoginProfile.next(
                stored == null ? null : LoginProfileCodec.decode(stored),
                login,
                geography,
                snapshots.logins(login.getTenant(), knownAt));
        store.put(actor, LoginProfileCodec.encode(step.profile()));
        sessions.put(actor, step.profile().sessions());
        LoginPopulation.Seen seen = step.told();
        if (seen != null) {
            told.accept(ProfilePart.newBuilder()
                    .setTenant(login.getTenant())
                    .setProfile(Snapshots.LOGIN)
                    .setPeers(Snapshots.TENANT)
                    .setActor(Digests.shortOf(actor))
                    .setTime(Instant.ofEpochMilli(seen.time()))
                    .setValue(seen.risk())
                    .setFeatures(seen.features())
                    .setFirst(seen.isFirst())
                    .build());
        }
        return step.facts();
    }

    @Override
    public @Nullable Double ageHours(AccessEvent event) {
        String session = event.getSessionId();
        if (session == null || event.getActorId() == null) {
            return null;
        }
        return sessions.get(ActorKey.of(event), this::stored)
                .ageHours(session, event.getEventTime().toEpochMilli());
    }

    private SessionLogins stored(String actor) {
        byte[] stored = store.get(actor);
        return stored == null ? SessionLogins.NONE : LoginProfileCodec.decodeSessions(stored);
    }
}
