package io.phiwatch.benchmarks.scan;

import io.phiwatch.ingest.phi.PhiScanner;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/** Bytes per second of one core over the same lines, by processor time. */
final class Speed {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 7;
    private static final long MEGABYTE = 1_000_000;

    private final List<String> lines;
    private final long bytes;
    private final long nanos;
    private final PhiScanner scanner = new PhiScanner();

    /**
     * A measurement.
     *
     * @param nanos processor time of each round and contender
     */
    Speed(List<String> lines, long nanos) {
        this.lines = List.copyOf(lines);
        this.bytes = lines.stream()
                .mapToLong(line -> line.getBytes(StandardCharsets.UTF_8).length + 1L)
                .sum();
        this.nanos = nanos;
    }

    /**
     * Megabytes per second, the median of rounds that take turns.
     *
     * @param p99Nanos of one line
     */
    record Result(double scanner, double regexes, long p99Nanos) {}

    Result measure() {
        ToIntFunction<String> scan = line -> scanner.scanLine(line).size();
        rate(scan, 2 * nanos);
        rate(Regexes::matches, nanos);
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(rate(scan, nanos));
            theirs.add(rate(Regexes::matches, nanos));
        }
        return new Result(median(ours), median(theirs), p99());
    }

    private double rate(ToIntFunction<String> contender, long atLeast) {
        long start = THREADS.getCurrentThreadCpuTime();
        long spent = 0;
        long read = 0;
        long found = 0;
        int at = 0;
        while (spent < atLeast) {
            for (int i = 0; i < 64; i++) {
                String line = lines.get(at);
                found += contender.applyAsInt(line);
                read += line.length() + 1L;
                at = at + 1 == lines.size() ? 0 : at + 1;
            }
            spent = THREADS.getCurrentThreadCpuTime() - start;
        }
        if (found < 0) {
            throw new IllegalStateException("unreachable; keeps the work");
        }
        return read * 1e9 / spent / MEGABYTE;
    }

    private long p99() {
        long[] times = new long[lines.size()];
        for (int i = 0; i < times.length; i++) {
            long start = System.nanoTime();
            int found = scanner.scanLine(lines.get(i)).size();
            times[i] = System.nanoTime() - start + (found < 0 ? 1 : 0);
        }
        Arrays.sort(times);
        return times[times.length * 99 / 100];
    }

    long bytes() {
        return bytes;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
