package io.phiwatch.detector.correlate.window;

/**
 * What the events of one window measure. Events enter in order and leave in the same order. Not thread-safe.
 */
interface Gauge {
    void add(Event event);

    void remove(Event oldest);

    /** The measure; not a number where there is nothing to measure. */
    double value();

    /** Whether the rule is satisfied. */
    boolean holds();
}
