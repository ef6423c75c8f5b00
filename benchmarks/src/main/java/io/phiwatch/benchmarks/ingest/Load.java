package io.phiwatch.benchmarks.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Posts webhooks over so many connections at a time. */
record Load(int port, int connections, Webhooks webhooks) {

    /**
     * What came of it.
     *
     * @param perSecond answers of success
     * @param errors answers of anything else
     * @param nanos time that each answer took, ascending
     */
    record Result(double perSecond, long errors, long[] nanos) {
        /** Milliseconds that this share of all answers took at most. */
        double millis(double share) {
            int index = (int) Math.min(nanos.length - 1L, (long) (nanos.length * share));
            return nanos.length == 0 ? 0 : Math.round(nanos[index] / 1e4) / 100.0;
        }
    }

    /** As fast as the answers come. */
    Result atTopRate(Duration time) throws InterruptedException {
        return run(time, 0);
    }

    /**
     * At an even pace. An answer's time counts from when its request was due, so that a server that is late is not
     * excused by requests that waited for it.
     */
    Result at(double perSecond, Duration time) throws InterruptedException {
        return run(time, (long) (1e9 * connections / perSecond));
    }

    private Result run(Duration time, long interval) throws InterruptedException {
        ConcurrentLinkedQueue<Long> answers = new ConcurrentLinkedQueue<>();
        AtomicLong errors = new AtomicLong();
        long start = System.nanoTime();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            long first = start + interval * i / connections;
            senders.add(Thread.ofVirtual().start(() -> send(first, start + time.toNanos(), interval, answers, errors)));
        }
        for (Thread sender : senders) {
            sender.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long[] nanos = answers.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(nanos);
        return new Result(nanos.length / seconds, errors.get(), nanos);
    }

    private void send(long first, long end, long interval, ConcurrentLinkedQueue<Long> answers, AtomicLong errors) {
        try (Connection connection = new Connection(port)) {
            for (long due = first; due < end; due = interval == 0 ? System.nanoTime() : due + interval) {
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(Math.max(due - System.nanoTime(), TimeUnit.MICROSECONDS.toNanos(50)));
                }
                if (connection.send(webhooks.next()) == 200) {
                    answers.add(System.nanoTime() - due);
                } else {
                    errors.incrementAndGet();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
