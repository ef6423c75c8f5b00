package io.phiwatch.detector;

import java.time.Duration;

/**
 * What the detector needs to be told.
 *
 * @param accessPartitions partitions of each access topic: how many upstreams the correlator's clock waits for
 * @param signalsPartitions partitions of the signals topic: how many upstreams the clock of chained correlations waits for
 * @param maxDelay the largest delay of any source: window state is kept that much longer than the window. Shopify retries
 *     for four hours
 * @param maxGroups how many groups of one tenant and correlation a task remembers: beyond them those with the least to
 *     lose are forgotten, and an alert says so
 */
public record DetectorConfig(int accessPartitions, int signalsPartitions, Duration maxDelay, int maxGroups) {
    /** Delay up to which windows are exact, unless configured otherwise. */
    public static final Duration DEFAULT_MAX_DELAY = Duration.ofHours(4);

    /** Groups of a tenant and rule in a task, unless configured otherwise: some 100 MB of state. */
    public static final int DEFAULT_MAX_GROUPS = 100_000;

    public DetectorConfig {
        if (accessPartitions < 1) {
            throw new IllegalArgumentException("detector.access_partitions: must be > 0");
        }
        if (signalsPartitions < 1) {
            throw new IllegalArgumentException("detector.signals_partitions: must be > 0");
        }
        if (maxDelay.isNegative()) {
            throw new IllegalArgumentException("detector.max_delay: must not be negative");
        }
        if (maxGroups < 1) {
            throw new IllegalArgumentException("detector.max_groups: must be > 0");
        }
    }

    /** For a signals topic that has as many partitions as each access topic. */
    public DetectorConfig(int accessPartitions, Duration maxDelay) {
        this(accessPartitions, accessPartitions, maxDelay, DEFAULT_MAX_GROUPS);
    }

    /** Defaults for that many partitions. */
    public static DetectorConfig of(int accessPartitions) {
        return new DetectorConfig(accessPartitions, DEFAULT_MAX_DELAY);
    }
}
