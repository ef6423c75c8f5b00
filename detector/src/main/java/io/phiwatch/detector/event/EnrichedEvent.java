package io.phiwatch.detector.event;

import io.phiwatch.detector.behavior.Behavior;
import io.phiwatch.detector.behavior.LoginFacts;
import io.phiwatch.detector.behavior.Sessions;
import io.phiwatch.detector.context.Context;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.Heartbeat;
import org.jspecify.annotations.Nullable;

/**
 * An access event with what the detector added before rules run; or a heartbeat of a source, in the place of one.
 *
 * @param login how this login compares with earlier ones of the actor; null where the event is not a login that succeeded
 * @param context what the reference tables know; null where there are none
 * @param behavior what profiles say; null where none counts the event
 * @param sessions tells of the session when it is asked; null where nothing is known of sessions
 * @param heartbeat what the source delivered in a second; null where this is an access event
 */
public record EnrichedEvent(
        AccessEvent access,
        EventRef ref,
        @Nullable LoginFacts login,
        @Nullable Context context,
        @Nullable Behavior behavior,
        @Nullable Sessions sessions,
        @Nullable Heartbeat heartbeat) {
    /** An access event of which profiles say nothing. */
    public EnrichedEvent(AccessEvent access, EventRef ref, @Nullable LoginFacts login, @Nullable Context context) {
        this(access, ref, login, context, null, null, null);
    }

    /** An event about which no reference table says anything. */
    public EnrichedEvent(AccessEvent access, EventRef ref, @Nullable LoginFacts login) {
        this(access, ref, login, null);
    }

    /** The same with what profiles say. */
    public EnrichedEvent with(@Nullable Behavior told) {
        return new EnrichedEvent(access, ref, login, context, told, sessions, heartbeat);
    }

    /** The same with what tells of sessions. */
    public EnrichedEvent with(Sessions known) {
        return new EnrichedEvent(access, ref, login, context, behavior, known, heartbeat);
    }

    /** The same with all that is looked up on demand looked up: it can be kept while what is known goes on. */
    public EnrichedEvent settled() {
        Double age = sessions == null ? null : sessions.ageHours(access);
        return new EnrichedEvent(
                access,
                ref,
                login,
                context,
                behavior == null ? null : Behavior.of(behavior.all()),
                event -> age,
                heartbeat);
    }
}
