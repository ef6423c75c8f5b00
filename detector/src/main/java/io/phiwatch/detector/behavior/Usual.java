package io.phiwatch.detector.behavior;

import java.util.Arrays;
import java.util.Collection;

/**
 * What is usual, by figures that a few outliers do not move.
 *
 * @param median of the values; of an even number of them the mean of the middle two
 * @param mad median distance of the values from their median
 */
public record Usual(double median, double mad) {
    /** A MAD of a normal distribution in units of its standard deviation: the third quartile of the standard normal. */
    private static final double MAD_OF_NORMAL = 0.6745;

    /** What is usual of values, of which there is at least one. */
    public static Usual of(Collection<Double> values) {
        double[] sorted =
                sorted(values.stream().mapToDouble(Double::doubleValue).toArray());
        double median = middle(sorted);
        double[] distances =
                Arrays.stream(sorted).map(value -> Math.abs(value - median)).toArray();
        return new Usual(median, middle(sorted(distances)));
    }

    /**
     * How far a value is from the median, in spreads: the MAD, but at least the floor, and for counts at least what chance
     * alone spreads: the MAD of a Poisson count of that median.
     */
    public double score(double value, double floor, boolean isCount) {
        double chance = isCount ? MAD_OF_NORMAL * Math.sqrt(Math.max(0, median)) : 0;
        return (value - median) / Math.max(mad, Math.max(floor, chance));
    }

    private static double[] sorted(double[] values) {
        Arrays.sort(values);
        return values;
    }

    private static double middle(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
