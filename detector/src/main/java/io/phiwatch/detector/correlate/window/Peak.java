package io.phiwatch.detector.correlate.window;

import java.util.List;

/**
 * A window that satisfied a rule.
 *
 * @param value what it measured
 * @param events its events, in order; not empty
 */
public record Peak(double value, List<Event> events) {
    public Peak {
        events = List.copyOf(events);
    }

    /** From its first event to its last, milliseconds. */
    public long length() {
        return events.getLast().time() - events.getFirst().time();
    }

    /** How many events it held: some may stand for several. */
    public long count() {
        return events.stream().mapToLong(event -> event.counted().events()).sum();
    }
}
