package io.phiwatch.detector.correlate;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Time as the log tells it, epoch milliseconds.
 *
 * @param clock what every upstream has passed: nothing older than this less the delay of its source may still be counted
 * @param record when ingest received what is being processed
 */
public record LogTime(long clock, long record) {
    /** A clock that has not been heard of yet: nothing is late and nothing is over. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    /** The latest time known. */
    long now() {
        return Math.max(clock, record);
    }

    /** The clock less a duration; still unknown where the clock is. */
    long clockLess(Duration duration) {
        return clock == UNKNOWN ? UNKNOWN : clock - duration.toMillis();
    }

    /** Time of the clock alone. */
    public static LogTime of(@Nullable Long clock, long record) {
        return new LogTime(clock == null ? UNKNOWN : clock, record);
    }
}
