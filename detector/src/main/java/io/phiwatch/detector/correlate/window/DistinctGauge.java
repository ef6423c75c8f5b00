package io.phiwatch.detector.correlate.window;

import io.phiwatch.detector.sigma.Bounds;
import java.util.HashMap;
import java.util.Map;

/** Counts distinct values; those that too many events have can be left out. */
final class DistinctGauge implements Gauge {
    private final Bounds bounds;
    private final int mostEvents;
    private final Map<Long, Integer> events = new HashMap<>();
    private int distinct;

    /**
     * Counts values.
     *
     * @param mostEvents a value that more events of the window have does not count
     */
    DistinctGauge(Bounds bounds, int mostEvents) {
        this.bounds = bounds;
        this.mostEvents = mostEvents;
    }

    @Override
    public void add(Event event) {
        for (Long value : event.counted().values()) {
            int now = events.merge(value, 1, Integer::sum);
            if (now == 1) {
                distinct++;
            }
            if (now == mostEvents + 1) {
                distinct--;
            }
        }
    }

    @Override
    public void remove(Event oldest) {
        for (Long value : oldest.counted().values()) {
            int left = events.merge(value, -1, Integer::sum);
            if (left == mostEvents) {
                distinct++;
            }
            if (left == 0) {
                distinct--;
                events.remove(value);
            }
        }
    }

    @Override
    public double value() {
        return distinct;
    }

    @Override
    public boolean holds() {
        return bounds.holds(distinct);
    }
}
