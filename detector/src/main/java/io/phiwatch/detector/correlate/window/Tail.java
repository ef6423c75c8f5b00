package io.phiwatch.detector.correlate.window;

/**
 * Runs over the events of a group in order, for a rule that further events cannot undo, and tells which window starts
 * each makes hot. Not thread-safe.
 */
interface Tail {
    /** No window that ends at the event is satisfied that was not before. */
    long NEVER = Long.MIN_VALUE;

    /**
     * Takes the next event.
     *
     * @return the latest time s for which the window from s to the event is satisfied: the starts from timespan before
     *     the event to s are hot. {@link #NEVER} where none is that was not told before
     */
    long add(Event next);
}
