package io.phiwatch.detector.correlate.window;

import io.phiwatch.detector.sigma.Bounds;
import org.jspecify.annotations.Nullable;

/** Counts events, and what share of them matched one rule. */
final class CountGauge implements Gauge {
    private final Bounds bounds;
    private final @Nullable Bounds shareBounds;
    private long events;
    private long share;

    /**
     * Counts events.
     *
     * @param shareBounds what the share, 0 to 1, is compared with; null where none is asked for
     */
    CountGauge(Bounds bounds, @Nullable Bounds shareBounds) {
        this.bounds = bounds;
        this.shareBounds = shareBounds;
    }

    @Override
    public void add(Event event) {
        events += event.counted().events();
        share += event.counted().share();
    }

    @Override
    public void remove(Event oldest) {
        events -= oldest.counted().events();
        share -= oldest.counted().share();
    }

    /** The share where one is asked for, else the count. */
    @Override
    public double value() {
        return shareBounds == null ? (double) events : (double) share / (double) events;
    }

    @Override
    public boolean holds() {
        return bounds.holds((double) events) && (shareBounds == null || (events > 0 && shareBounds.holds(value())));
    }
}
