package io.phiwatch.drills.month;

import java.time.Duration;
import java.time.Instant;

/**
 * What is simulated. The same values give the same payloads, byte for byte.
 *
 * @param start midnight of the first day, UTC
 */
public record MonthConfig(long seed, Instant start, int days, int staff, int patients) {
    private static final int FEWEST_STAFF = 16;
    private static final int FEWEST_PATIENTS = 700;

    public MonthConfig {
        check(days >= 1, "days: must be >= 1");
        check(staff >= FEWEST_STAFF, "staff: must be >= " + FEWEST_STAFF);
        // a bulk export names hundreds
        check(patients >= FEWEST_PATIENTS, "patients: must be >= " + FEWEST_PATIENTS);
    }

    private static void check(boolean isRight, String fault) {
        if (!isRight) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** When it is over. */
    public Instant end() {
        return start.plus(Duration.ofDays(days));
    }
}
