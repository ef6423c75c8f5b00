package io.phiwatch.alerting.page;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import io.phiwatch.alerting.page.Sink.Attempt;
import io.phiwatch.alerting.page.Sink.Delivered;
import io.phiwatch.alerting.page.Sink.Failed;
import io.phiwatch.alerting.page.Sink.Refused;
import java.util.concurrent.atomic.AtomicInteger;

/** Carries pages to one sink: tries again with back-off, and leaves a sink alone for a while that keeps failing. */
final class Courier {
    private static final double JITTER = 0.1;

    private final Sink sink;
    private final FailsafeExecutor<Attempt> executor;

    Courier(Sink sink, PagerConfig config) {
        this.sink = sink;
        RetryPolicy<Attempt> retry = RetryPolicy.<Attempt>builder()
                .handleResultIf(attempt -> attempt instanceof Failed)
                .handle(RuntimeException.class)
                .withMaxAttempts(config.attempts())
                .withBackoff(config.firstDelay(), config.maxDelay())
                .withJitter(JITTER)
                .build();
        CircuitBreaker<Attempt> breaker = CircuitBreaker.<Attempt>builder()
                .handleResultIf(attempt -> attempt instanceof Failed)
                .handle(RuntimeException.class)
                .withFailureThreshold(config.breakerFailures())
                .withDelay(config.breakerDelay())
                .build();
        this.executor = Failsafe.with(retry, breaker);
    }

    /** Tries until the sink has the page, does not want it, or the tries are used up. */
    Outcome deliver(Page page) throws InterruptedException {
        AtomicInteger tries = new AtomicInteger();
        try {
            Attempt last = executor.get(() -> {
                tries.incrementAndGet();
                return sink.send(page);
            });
            if (last instanceof Failed && Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("stopped while paging");
            }
            return new Outcome(verdict(last), last.code(), tries.get());
        } catch (CircuitBreakerOpenException e) {
            return new Outcome("failed", "circuit_open", tries.get());
        } catch (FailsafeException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException("stopped while paging");
            }
            return new Outcome("failed", "fault", tries.get());
        } catch (RuntimeException e) {
            // Only its class is safe to tell, and that is no help to whoever reads the evidence.
            return new Outcome("failed", "fault", tries.get());
        }
    }

    private static String verdict(Attempt attempt) {
        return switch (attempt) {
            case Delivered delivered -> "delivered";
            case Refused refused -> "refused";
            case Failed failed -> "failed";
        };
    }

    /**
     * What became of a page.
     *
     * @param verdict delivered, refused or failed
     * @param code what the sink said last
     * @param tries times that the sink was asked
     */
    record Outcome(String verdict, String code, int tries) {}
}
