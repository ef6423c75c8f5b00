package io.phiwatch.detector.store;

import io.phiwatch.detector.behavior.Countries;
import io.phiwatch.detector.behavior.LoginFacts;
import io.phiwatch.detector.behavior.LoginProfile;
import io.phiwatch.detector.behavior.LoginProfileCodec;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.ActorKey;
import org.apache.kafka.streams.state.KeyValueStore;

/** Login histories by actor. Not thread-safe: belongs to one task. */
public final class LoginProfiles {
    private final KeyValueStore<String, byte[]> store;
    private final Countries geography;

    public LoginProfiles(KeyValueStore<String, byte[]> store, Countries geography) {
        this.store = store;
        this.geography = geography;
    }

    /** Compares a login with those before it, and records it. */
    public LoginFacts record(AccessEvent login) {
        String actor = ActorKey.of(login);
        byte[] stored = store.get(actor);
        LoginProfile.Step step =
                LoginProfile.next(stored == null ? null : LoginProfileCodec.decode(stored), login, geography);
        store.put(actor, LoginProfileCodec.encode(step.profile()));
        return step.facts();
    }
}
