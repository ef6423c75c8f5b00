package io.phiwatch.drills.traffic;

import io.phiwatch.drills.population.Draw;
import java.time.Duration;
import java.time.Instant;

/**
 * Ten minutes of simulated time, the unit in which traffic is made.
 *
 * @param events about how many of them to make
 */
record Slot(Instant from, int events) {
    static final Duration LENGTH = Duration.ofMinutes(10);

    /** Some moment of the slot, in whole milliseconds. */
    Instant moment(Draw draw) {
        return from.plus(draw.upTo(LENGTH));
    }
}
