package io.phiwatch.detector.behavior;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * Quantiles of values that count less the older they are, to one hundredth of each value: a sketch whose weights grow with
 * time ("forward decay", Cormode, Shkapenyuk, Srivastava and Xu, ICDE 2009), so that the order in which values come changes
 * nothing. Values are not negative. Not thread-safe.
 */
final class DecayingSketch {
    /** After so long a value counts half. */
    static final Duration HALF_LIFE = Duration.ofDays(14);

    private static final double ACCURACY = 0.01;
    private static final int MOST_BINS = 1_024;

    /** Weights stay below two to that, where doubles still tell apart what was added first. */
    private static final int MOST_DOUBLINGS = 30;

    private DDSketch sketch = empty();
    private long landmark = Long.MIN_VALUE;

    private record Weighted(double value, double weight) {}

    private static DDSketch empty() {
        return new DDSketch(new LogarithmicMapping(ACCURACY), () -> new CollapsingLowestDenseStore(MOST_BINS));
    }

    /** Adds a value of that time, epoch milliseconds. */
    void add(double value, long time) {
        if (landmark == Long.MIN_VALUE) {
            landmark = time;
        }
        if (doublings(time) > MOST_DOUBLINGS) {
            rebase(time);
        }
        sketch.accept(value, Math.pow(2, doublings(time)));
    }

    private double doublings(long time) {
        return (time - landmark) / (double) HALF_LIFE.toMillis();
    }

    private void rebase(long time) {
        double factor = Math.pow(2, -doublings(time));
        DDSketch lighter = empty();
        ascending().forEach(bin -> lighter.accept(bin.value, bin.weight * factor));
        sketch = lighter;
        landmark = time;
    }

    /** How many values of that time all of them weigh as much as. */
    double weight(long time) {
        return sketch.isEmpty() ? 0 : sketch.getCount() * Math.pow(2, -doublings(time));
    }

    /** Share of the values, by weight, that are at least that high, to the sketch's accuracy. */
    double shareFrom(double value) {
        double least = value * (1 - ACCURACY);
        double above = ascending().stream()
                .filter(bin -> bin.value >= least)
                .mapToDouble(Weighted::weight)
                .sum();
        return sketch.isEmpty() ? 0 : above / sketch.getCount();
    }

    /** Median, and median distance from it; of sketches with a value only. */
    Usual usual() {
        List<Weighted> bins = ascending();
        double median = middle(bins);
        List<Weighted> distances = new ArrayList<>(bins.size());
        bins.forEach(bin -> distances.add(new Weighted(Math.abs(bin.value - median), bin.weight)));
        distances.sort(Comparator.comparingDouble(Weighted::value));
        return new Usual(median, middle(distances));
    }

    private static double middle(List<Weighted> ascending) {
        double half = ascending.stream().mapToDouble(Weighted::weight).sum() / 2;
        double passed = 0;
        for (Weighted bin : ascending) {
            passed += bin.weight;
            if (passed >= half) {
                return bin.value;
            }
        }
        return ascending.getLast().value;
    }

    private List<Weighted> ascending() {
        List<Weighted> bins = new ArrayList<>();
        double zeros = sketch.getCount() - sketch.getPositiveValueStore().getTotalCount();
        if (zeros > 0) {
            bins.add(new Weighted(0, zeros));
        }
        Iterator<Bin> positive = sketch.getPositiveValueStore().getAscendingIterator();
        while (positive.hasNext()) {
            Bin bin = positive.next();
            bins.add(new Weighted(sketch.getIndexMapping().value(bin.getIndex()), bin.getCount()));
        }
        return bins;
    }

    void write(ByteWriter out) {
        try {
            GrowingByteArrayOutput bytes = GrowingByteArrayOutput.withDefaultInitialCapacity();
            sketch.encode(bytes, false);
            out.writeLong(landmark).writeBytes(bytes.trimmedCopy());
        } catch (IOException e) {
            throw new UncheckedIOException("an array takes all bytes", e);
        }
    }

    static DecayingSketch read(ByteReader in) {
        DecayingSketch decaying = new DecayingSketch();
        decaying.landmark = in.readLong();
        try {
            decaying.sketch = DDSketch.decode(
                    ByteArrayInput.wrap(in.readBytes()), () -> new CollapsingLowestDenseStore(MOST_BINS));
        } catch (IOException e) {
            throw new UncheckedIOException("no sketch", e);
        }
        return decaying;
    }
}
