package io.phiwatch.detector.behavior;

import io.phiwatch.schema.AccessEvent;
import org.jspecify.annotations.Nullable;

/** What is known of the session that an event is in, looked up when a rule asks for it. */
@FunctionalInterface
public interface Sessions {
    /**
     * Hours, with fractions, from the latest login of the event's actor into the session of the event until the event; null
     * where that login was not seen, or is longer ago than logins are remembered.
     */
    @Nullable
    Double ageHours(AccessEvent event);
}
