package io.phiwatch.detector.event;

import io.phiwatch.detector.behavior.Behavior;
import io.phiwatch.detector.behavior.LoginFacts;
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
 * @param heartbeat what the source delivered in a second; null where this is an access event
 */
public record EnrichedEvent(
        AccessEvent access,
        EventRef ref,
        @Nullable LoginFacts login,
        @Nullable Context context,
        @Nullable Behavior behavior,
        @Nullable Heartbeat heartbeat) {
    /** An access event of which profiles say nothing. */
    public EnrichedEvent(AccessEvent access, EventRef ref, @Nullable LoginFacts login, @Nullable Context context) {
        this(access, ref, login, context, null, null);
    }

    /** An event about which no reference table says anything. */
    public EnrichedEvent(AccessEvent access, EventRef ref, @Nullable LoginFacts login) {
        this(access, ref, login, null);
    }

    /** The same with what profiles say. */
    public EnrichedEvent with(@Nullable Behavior told) {
        return new EnrichedEvent(access, ref, login, context, told, heartbeat);
    }
}
