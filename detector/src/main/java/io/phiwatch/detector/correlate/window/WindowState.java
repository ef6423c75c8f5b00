package io.phiwatch.detector.correlate.window;

import java.util.List;

/**
 * What is saved of windows besides their events.
 *
 * @param hot hot starts
 * @param covered time of the last event that a judged window held
 * @param isMerged whether windows are exact to a 256th of the timespan only
 */
public record WindowState(List<Span> hot, long covered, boolean isMerged) {
    public static final WindowState EMPTY = new WindowState(List.of(), Long.MIN_VALUE, false);

    public WindowState {
        hot = List.copyOf(hot);
    }
}
