package io.phiwatch.benchmarks.latency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** When markers were accepted and when their alerts were read. Thread-safe. */
final class Latencies {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final double NANOS_PER_MILLI = 1e6;

    private final Map<String, Long> accepted = new ConcurrentHashMap<>();
    private final Map<String, Long> taken = new ConcurrentHashMap<>();

    /** The broker has acknowledged the event that makes the rule fire. */
    void accepted(String marker, long nanos) {
        accepted.put(marker, nanos);
    }

    /** The alert of a marker was read; the first time counts. */
    void alerted(String marker, long nanos) {
        taken.putIfAbsent(marker, nanos);
    }

    /** What was measured so far does not count. */
    void forget() {
        accepted.clear();
    }

    void awaitAll(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        while (missing() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    int count() {
        return sorted().size();
    }

    long missing() {
        return accepted.keySet().stream()
                .filter(marker -> !taken.containsKey(marker))
                .count();
    }

    /** That share of the markers had their alert within so many milliseconds; negative times are none: 0. */
    double millis(double share) {
        List<Long> sorted = sorted();
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        int place = Math.min(sorted.size() - 1, (int) Math.ceil(share * sorted.size()) - 1);
        return Math.round(Math.max(0, sorted.get(Math.max(0, place))) / NANOS_PER_MILLI * 10) / 10.0;
    }

    private List<Long> sorted() {
        List<Long> times = new ArrayList<>();
        accepted.forEach((marker, from) -> {
            Long to = taken.get(marker);
            if (to != null) {
                times.add(to - from);
            }
        });
        times.sort(null);
        return times;
    }
}
