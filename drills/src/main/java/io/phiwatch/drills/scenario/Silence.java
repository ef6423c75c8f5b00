package io.phiwatch.drills.scenario;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in which a platform says nothing, whatever happens. Immutable.
 *
 * @param at when it begins, counted from the drill's beginning
 */
public record Silence(String platform, Duration at, Duration length) {
    Silence faster(double speed) {
        return new Silence(platform, part(at, speed), part(length, speed));
    }

    private static Duration part(Duration whole, double speed) {
        return Duration.ofMillis((long) (whole.toMillis() / speed));
    }

    /** When it is over, counted from the drill's beginning. */
    Duration end() {
        return at.plus(length);
    }

    /** A silence with its source and times. */
    public record Played(String sourceId, Instant from, Instant until) {
        /** Whether a source says nothing at that time. */
        public boolean covers(String source, Instant time) {
            return sourceId.equals(source) && !time.isBefore(from) && time.isBefore(until);
        }
    }
}
