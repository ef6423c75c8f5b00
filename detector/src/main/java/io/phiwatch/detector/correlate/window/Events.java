package io.phiwatch.detector.correlate.window;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The events that are kept of a group, in their order. Not thread-safe. */
public final class Events {
    private final List<Event> events = new ArrayList<>();

    /** Adds an event; one that is there already stays as it is, and false is told. */
    public boolean add(Event event) {
        if (events.isEmpty() || events.getLast().compareTo(event) < 0) {
            return events.add(event);
        }
        int at = Collections.binarySearch(events, event);
        if (at >= 0) {
            return false;
        }
        events.add(-at - 1, event);
        return true;
    }

    public boolean contains(Event event) {
        return !events.isEmpty()
                && events.getLast().compareTo(event) >= 0
                && Collections.binarySearch(events, event) >= 0;
    }

    /** Events of those times, both included: a view. */
    public List<Event> between(long from, long to) {
        int low = firstAt(from);
        return from > to ? List.of() : events.subList(low, to == Long.MAX_VALUE ? events.size() : firstAt(to + 1));
    }

    /** All, in order: a view. */
    public List<Event> all() {
        return Collections.unmodifiableList(events);
    }

    void remove(Event event) {
        events.remove(Collections.binarySearch(events, event));
    }

    void replaceAll(List<Event> others) {
        events.clear();
        events.addAll(others);
    }

    public int size() {
        return events.size();
    }

    public boolean isEmpty() {
        return events.isEmpty();
    }

    private int firstAt(long time) {
        int low = 0;
        int high = events.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (events.get(middle).time() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
