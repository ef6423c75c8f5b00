package io.phiwatch.alerting.console.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Browser sessions, in memory: a restart signs everybody out. Thread-safe. */
final class Sessions {
    static final Duration IDLE = Duration.ofHours(12);

    private final InstantSource clock;
    private final Map<Secret, Session> sessions = new ConcurrentHashMap<>();

    Sessions(InstantSource clock) {
        this.clock = clock;
    }

    /** Opens a session and returns its id, which only the cookie of the browser keeps. */
    String open(User user) {
        Instant now = clock.instant();
        sessions.values().removeIf(session -> isIdle(session, now));
        String id = Secret.random();
        sessions.put(Secret.of(id), new Session(user, Secret.random(), now));
        return id;
    }

    /** The session of that id, used now. */
    Optional<Session> use(String id) {
        Instant now = clock.instant();
        return Optional.ofNullable(sessions.computeIfPresent(
                Secret.of(id), (key, session) -> isIdle(session, now) ? null : session.seenAt(now)));
    }

    void close(String id) {
        sessions.remove(Secret.of(id));
    }

    private static boolean isIdle(Session session, Instant now) {
        return !session.seen().plus(IDLE).isAfter(now);
    }
}
