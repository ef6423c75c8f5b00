package io.phiwatch.detector.event;

import io.phiwatch.detector.behavior.LoginFacts;
import io.phiwatch.detector.context.Context;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.EventRef;
import org.jspecify.annotations.Nullable;

/**
 * An access event with what the detector added before rules run.
 *
 * @param login how this login compares with earlier ones of the actor; null where the event is not a login that succeeded
 * @param context what the reference tables know; null where there are none
 */
public record EnrichedEvent(
        AccessEvent access,
        EventRef ref,
        @Nullable LoginFacts login,
        @Nullable Context context) {
    /** An event about which no reference table says anything. */
    public EnrichedEvent(AccessEvent access, EventRef ref, @Nullable LoginFacts login) {
        this(access, ref, login, null);
    }
}
