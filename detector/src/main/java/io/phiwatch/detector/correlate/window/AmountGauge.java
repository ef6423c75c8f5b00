package io.phiwatch.detector.correlate.window;

import io.phiwatch.detector.sigma.Bounds;

/**
 * Sums or averages numbers. They are added as whole numbers and billionths, so that the order in which they come and go
 * changes nothing.
 */
final class AmountGauge implements Gauge {
    private static final double BILLION = 1e9;
    private static final double LARGEST = 1L << 53;

    private final Bounds bounds;
    private final boolean isAverage;
    private long wholes;
    private long billionths;
    private long numbers;

    AmountGauge(Bounds bounds, boolean isAverage) {
        this.bounds = bounds;
        this.isAverage = isAverage;
    }

    @Override
    public void add(Event event) {
        count(event, 1);
    }

    @Override
    public void remove(Event oldest) {
        count(oldest, -1);
    }

    private void count(Event event, int sign) {
        Double amount = event.counted().amount();
        if (amount != null) {
            double whole = Math.floor(Math.max(-LARGEST, Math.min(LARGEST, amount)));
            wholes += sign * (long) whole;
            billionths += sign * Math.round(Math.min(1, amount - whole) * BILLION);
            numbers += (long) sign * event.counted().events();
        }
    }

    @Override
    public double value() {
        double sum = (double) wholes + (double) billionths / BILLION;
        if (!isAverage) {
            return sum;
        }
        return numbers == 0 ? Double.NaN : sum / (double) numbers;
    }

    @Override
    public boolean holds() {
        return (!isAverage || numbers > 0) && bounds.holds(value());
    }
}
