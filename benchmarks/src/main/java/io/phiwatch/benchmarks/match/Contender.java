package io.phiwatch.benchmarks.match;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** One way to match, measured in rounds over the same events by the processor time of this thread. */
final class Contender {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final double NANOS = 1e9;

    private final int events;
    private final Consumer<Count> round;
    private final LongSupplier evaluated;
    private final Count count = new Count();
    private double[] rates = {};
    private long rounds;
    private long bytes;

    /** Counts matches, so that no compiler takes the work for useless. */
    static final class Count {
        long matches;
    }

    /**
     * Something to measure.
     *
     * @param events of one round
     * @param evaluated conditions evaluated so far, over all rounds
     */
    Contender(int events, Consumer<Count> round, LongSupplier evaluated) {
        this.events = events;
        this.round = round;
        this.evaluated = evaluated;
    }

    /** Rounds until the time is over, at least one; not measured, where it is for warming up. */
    void run(long nanos, boolean measured) {
        long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        long start = THREADS.getCurrentThreadCpuTime();
        long end = start;
        int done = 0;
        while (done == 0 || end - start < nanos) {
            round.accept(count);
            done++;
            end = THREADS.getCurrentThreadCpuTime();
        }
        rounds += done;
        if (measured) {
            bytes = (THREADS.getCurrentThreadAllocatedBytes() - bytesBefore) / ((long) done * events);
            rates = Arrays.copyOf(rates, rates.length + 1);
            rates[rates.length - 1] = (double) done * events / Math.max(1, end - start) * NANOS;
        }
    }

    /** Events per second of processor time: the median of the measurements. */
    double eventsPerSecond() {
        double[] sorted = rates.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Bytes allocated per event in the last measurement. */
    long bytesPerEvent() {
        return bytes;
    }

    double matchesPerEvent() {
        return (double) count.matches / (rounds * events);
    }

    double evaluatedPerEvent() {
        return (double) evaluated.getAsLong() / (rounds * events);
    }
}
