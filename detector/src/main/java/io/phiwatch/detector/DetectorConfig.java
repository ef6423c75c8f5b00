package io.phiwatch.detector;

import java.time.Duration;

/**
 * What the detector needs to be told.
 *
 * @param accessPartitions partitions of each access topic: how many upstreams the correlator's clock waits for
 * @param maxDelay the largest delay of any source: window state is kept that much longer than the window. Shopify retries
 *     for four hours
 */
public record DetectorConfig(int accessPartitions, Duration maxDelay) {
    /** Delay up to which windows are exact, unless configured otherwise. */
    public static final Duration DEFAULT_MAX_DELAY = Duration.ofHours(4);

    public DetectorConfig {
        if (accessPartitions < 1) {
            throw new IllegalArgumentException("detector.access_partitions: must be > 0");
        }
        if (maxDelay.isNegative()) {
            throw new IllegalArgumentException("detector.max_delay: must not be negative");
        }
    }

    /** Defaults for that many partitions. */
    public static DetectorConfig of(int accessPartitions) {
        return new DetectorConfig(accessPartitions, DEFAULT_MAX_DELAY);
    }
}
