package io.phiwatch.benchmarks.correlate;

import java.time.Duration;

/** The three rules. All of them group by actor. */
enum Correlation {
    /** That many reads within a minute. */
    COUNT(Duration.ofMinutes(1)),
    /** Reads of that many different patients within ten minutes. */
    DISTINCT(Duration.ofMinutes(10)),
    /** A failed login, and then an export within five minutes. */
    ORDERED(Duration.ofMinutes(5));

    private final Duration timespan;

    Correlation(Duration timespan) {
        this.timespan = timespan;
    }

    Duration timespan() {
        return timespan;
    }

    long millis() {
        return timespan.toMillis();
    }

    /**
     * When the rules fire.
     *
     * @param reads fewest reads
     * @param patients fewest different patients
     */
    record Thresholds(int reads, int patients) {
        Thresholds times(int factor) {
            return new Thresholds(reads * factor, patients * factor);
        }
    }
}
