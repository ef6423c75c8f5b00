package io.phiwatch.detector.correlate.window;

import java.util.ArrayDeque;
import java.util.Deque;

/** The shortest windows that satisfy a gauge: each event enters once and leaves once. */
final class GaugeTail implements Tail {
    private final Gauge gauge;
    private final long timespan;
    private final Deque<Event> events = new ArrayDeque<>();

    GaugeTail(Gauge gauge, long timespan) {
        this.gauge = gauge;
        this.timespan = timespan;
    }

    @Override
    public long add(Event next) {
        events.addLast(next);
        gauge.add(next);
        while (events.getFirst().time() < next.time() - timespan) {
            gauge.remove(events.removeFirst());
        }
        long start = NEVER;
        while (!events.isEmpty() && gauge.holds()) {
            Event oldest = events.removeFirst();
            start = oldest.time();
            gauge.remove(oldest);
        }
        return start;
    }
}
