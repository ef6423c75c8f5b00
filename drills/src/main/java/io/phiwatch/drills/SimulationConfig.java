package io.phiwatch.drills;

import io.phiwatch.drills.attack.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is simulated. The same values give the same payloads, byte for byte.
 *
 * @param start when the main phase begins; the prelude lies before it
 * @param length of the main phase
 * @param eventsPerMinute about how many benign events there are in a simulated minute, log lines counted one by one
 * @param attacks which attacks are played
 */
public record SimulationConfig(
        long seed, Instant start, Duration length, double eventsPerMinute, Set<Scenario> attacks) {
    /** Shorter ones leave no room for an attack to differ from ordinary life. */
    public static final Duration SHORTEST = Duration.ofMinutes(1);

    /** What {@link #of} chooses. */
    public static final double DEFAULT_EVENTS_PER_MINUTE = 90;

    public SimulationConfig {
        if (length.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("length: must be at least 1m");
        }
        if (!(eventsPerMinute > 0)) {
            throw new IllegalArgumentException("eventsPerMinute: must be > 0");
        }
        attacks = Set.copyOf(attacks);
    }

    /** All attacks among benign traffic at the default rate. */
    public static SimulationConfig of(long seed, Instant start, Duration length) {
        return new SimulationConfig(seed, start, length, DEFAULT_EVENTS_PER_MINUTE, EnumSet.allOf(Scenario.class));
    }

    /** The same without attacks. */
    public SimulationConfig benign() {
        return new SimulationConfig(seed, start, length, eventsPerMinute, Set.of());
    }

    /** When the main phase is over. */
    public Instant end() {
        return start.plus(length);
    }
}
