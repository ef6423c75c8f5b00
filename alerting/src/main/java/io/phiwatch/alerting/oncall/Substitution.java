package io.phiwatch.alerting.oncall;

import io.phiwatch.schema.OnCallOverride;
import java.time.Instant;

/**
 * Somebody who is on call instead of whom the rotations say.
 *
 * @param from first moment
 * @param until first moment that no longer counts
 */
public record Substitution(String schedule, String user, Instant from, Instant until) {
    public Substitution {
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException("until: must be after from");
        }
    }

    /** As it stands on the topic. */
    public static Substitution of(OnCallOverride recorded) {
        return new Substitution(recorded.getSchedule(), recorded.getUser(), recorded.getFrom(), recorded.getUntil());
    }

    boolean contains(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }
}
