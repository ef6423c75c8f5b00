package io.phiwatch.detector;

import io.phiwatch.schema.ActorAlerted;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells the task that knows what is usual for an actor of alerts about it, so that an attacker does not train what is to
 * catch him.
 */
final class AlertedActors {
    private static final String ACTOR = "actor";
    private static final String ACTOR_ID = "actor.id";

    private AlertedActors() {}

    /** Whether alerts of that level keep what was alerted about from being learnt; a trickle of lesser ones must not. */
    static boolean counts(Level level) {
        return level.compareTo(Level.medium) >= 0;
    }

    /**
     * What is known of an actor that an alert is about.
     *
     * @param key tenant and actor, as access events have it
     */
    record Told(String key, ActorAlerted alert) {}

    /** What to tell of an alert; empty where it names no actor. */
    static Optional<Told> of(Alert alert) {
        String actor = actor(alert);
        return actor == null || !counts(alert.getLevel())
                ? Optional.empty()
                : Optional.of(new Told(
                        alert.getTenant() + '|' + actor,
                        ActorAlerted.newBuilder()
                                .setFirstEventTime(alert.getFirstEventTime())
                                .setLastEventTime(alert.getLastEventTime())
                                .setAlertId(alert.getAlertId())
                                .build()));
    }

    private static @Nullable String actor(Alert alert) {
        String grouped = alert.getGroup().get(ACTOR_ID);
        return grouped == null && alert.getEntityKind().equals(ACTOR) ? alert.getEntityId() : grouped;
    }
}
