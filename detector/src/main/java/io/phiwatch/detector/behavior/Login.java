package io.phiwatch.detector.behavior;

import io.phiwatch.detector.codec.Digests;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.NetworkKind;
import io.phiwatch.schema.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A login that succeeded.
 *
 * @param event hash of the event's id
 * @param time epoch milliseconds
 */
record Login(long event, long time, @Nullable String country, NetworkKind network) {

    static boolean isOne(AccessEvent event) {
        return event.getAction() == Action.login && event.getOutcome() == Outcome.success && event.getActorId() != null;
    }

    static Login of(AccessEvent event) {
        return new Login(
                Digests.shortOf(event.getEventId()),
                event.getEventTime().toEpochMilli(),
                event.getClientCountry(),
                event.getClientNetwork());
    }
}
