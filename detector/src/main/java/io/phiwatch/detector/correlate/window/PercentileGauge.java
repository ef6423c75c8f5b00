package io.phiwatch.detector.correlate.window;

import io.phiwatch.detector.sigma.Bounds;
import java.util.Arrays;

/** A percentile of numbers, interpolated linearly between the two nearest (the variant C = 1, as spreadsheets do). */
final class PercentileGauge implements Gauge {
    private static final int FEW = 16;

    private final Bounds bounds;
    private final double percentile;
    private double[] sorted = new double[FEW];
    private int size;

    /**
     * Measures a percentile.
     *
     * @param percentile 0 to 100
     */
    PercentileGauge(Bounds bounds, double percentile) {
        this.bounds = bounds;
        this.percentile = percentile;
    }

    @Override
    public void add(Event event) {
        Double amount = event.counted().amount();
        if (amount == null) {
            return;
        }
        if (size == sorted.length) {
            sorted = Arrays.copyOf(sorted, 2 * size);
        }
        int found = Arrays.binarySearch(sorted, 0, size, amount);
        int at = found < 0 ? -found - 1 : found;
        System.arraycopy(sorted, at, sorted, at + 1, size - at);
        sorted[at] = amount;
        size++;
    }

    @Override
    public void remove(Event oldest) {
        Double amount = oldest.counted().amount();
        if (amount != null) {
            int at = Arrays.binarySearch(sorted, 0, size, amount);
            System.arraycopy(sorted, at + 1, sorted, at, size - at - 1);
            size--;
        }
    }

    @Override
    public double value() {
        if (size == 0) {
            return Double.NaN;
        }
        double place = percentile / 100 * (size - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, size - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    @Override
    public boolean holds() {
        return size > 0 && bounds.holds(value());
    }
}
