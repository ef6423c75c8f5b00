package io.phiwatch.benchmarks.correlate;

import java.util.List;

/** Something that correlates in this JVM, with the three rules in it. Used by one thread. */
interface Engine extends AutoCloseable {
    /**
     * Brings the next events into the form that the engine takes, in the order of arrival.
     *
     * @return feeds them to the engine: only this is timed
     */
    Runnable prepare(List<Occurrence> occurrences);

    /** The episodes in which the rules fired. */
    List<Span> episodes();

    @Override
    void close();
}
