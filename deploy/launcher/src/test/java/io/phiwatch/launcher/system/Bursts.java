package io.phiwatch.launcher.system;

import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A steady stream of waves, five a second: in each, one account is attacked with as many failed logins as make an alert,
 * and some more. The log's clock runs fifteen times as fast as the wall's. The same wave is the same events.
 */
final class Bursts implements AutoCloseable {
    private static final int WAVE_SECONDS = 3;
    private static final int FAILURES = 12;
    private static final int OTHERS = 20;
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final AccessLogWriter log;
    private final Instant start;
    private final int known;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private volatile int waves;
    private volatile boolean isStopped;

    /**
     * Waves into a log.
     *
     * @param known accounts that each fail to log in once before the waves begin: state that a detector has to keep
     */
    Bursts(AccessLogWriter log, Instant start, int known) {
        this.log = log;
        this.start = start;
        this.known = known;
    }

    /** Writes the failed logins from before the waves. */
    void writeKnown() {
        log.tick(start);
        for (int actor = 0; actor < known; actor++) {
            log.write(failure("known-" + actor, start, -1 - actor), start);
        }
        log.flush();
    }

    /** Starts to write waves at their pace. */
    Future<?> goOn() {
        return thread.submit(() -> {
            long next = System.nanoTime();
            while (!isStopped) {
                write(waves);
                waves++;
                next += PACE_NANOS;
                LockSupport.parkNanos(next - System.nanoTime());
            }
        });
    }

    /** Time of a wave that has not begun. */
    Instant future() {
        return at(waves + 1);
    }

    /** Waves written so far. */
    int waves() {
        return waves;
    }

    void stop() throws InterruptedException {
        isStopped = true;
        thread.shutdown();
        if (!thread.awaitTermination(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the waves do not end");
        }
    }

    /** Writes ticks until every window is over. */
    void writeQuiet(int waves) {
        log.writeQuiet(at(waves), at(waves).plus(Duration.ofHours(1)));
    }

    void write(int wave) {
        Instant begin = at(wave);
        for (int second = 0; second < WAVE_SECONDS; second++) {
            Instant time = begin.plusSeconds(second);
            log.tick(time);
            for (int i = 0; i < FAILURES / WAVE_SECONDS; i++) {
                Instant at = time.plusMillis(1 + i);
                log.write(failure("f-" + wave + "-" + second + "-" + i, at, wave), at);
            }
            for (int i = 0; i < OTHERS; i++) {
                String id = "r-" + wave + "-" + second + "-" + i;
                Instant at = time.plusMillis(100 + i);
                AccessEvent.Builder read = Traffic.event(id, at, wave * OTHERS + i, Action.read, Outcome.success);
                log.write(read.build(), at);
            }
        }
        log.flush();
    }

    @Override
    public void close() {
        isStopped = true;
        thread.shutdownNow();
    }

    private Instant at(int wave) {
        return start.plusSeconds(1L + (long) wave * WAVE_SECONDS);
    }

    private static AccessEvent failure(String id, Instant time, int account) {
        return Traffic.event(id, time, Math.abs(account), Action.login, Outcome.failure)
                .setActorId("account-" + account)
                .setSourceRepeats(false)
                .build();
    }
}
