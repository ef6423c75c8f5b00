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
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Carries pages to one sink: tries again with back-off, and leaves a sink alone for a while that keeps failing. */
final class Courier {
    private static final double JITTER = 0.1;

    /** Tells Failsafe to go by the back-off. */
    private static final Duration BACK_OFF = Duration.ofNanos(-1);

    private final Sink sink;
    private final FailsafeExecutor<Attempt> executor;

    Courier(Sink sink, PagerConfig config) {
        this.sink = sink;
        RetryPolicy<Attempt> retry = RetryPolicy.<Attempt>builder()
                .handleResultIf(attempt -> attempt instanceof Failed)
                .handle(RuntimeException.class)
                .withMaxAttempts(config.retry().times())
                .withBackoff(config.retry().first(), config.retry().most())
                .withDelayFn(context -> asked(context.getLastResult()))
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
        Tries tries = new Tries(page);
        try {
            Attempt last = executor.get(() -> tries.next(sink));
            if (last instanceof Failed && Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("stopped while paging");
            }
            return tries.outcome(verdict(last), last.code());
        } catch (CircuitBreakerOpenException e) {
            return tries.outcome("failed", "circuit_open");
        } catch (FailsafeException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException("stopped while paging");
            }
            return tries.outcome("failed", "fault");
        } catch (RuntimeException e) {
            // Only its class is safe to tell, and that is no help to whoever reads the evidence.
            return tries.outcome("failed", "fault");
        }
    }

    private static Duration asked(@Nullable Attempt last) {
        return last instanceof Failed failed ? failed.retryAfter().orElse(BACK_OFF) : BACK_OFF;
    }

    private static String verdict(Attempt attempt) {
        return switch (attempt) {
            case Delivered delivered -> "delivered";
            case Refused refused -> "refused";
            case Failed failed -> "failed";
        };
    }

    /** The tries of one page. Used by one thread. */
    private static final class Tries {
        private Page page;
        private int count;

        Tries(Page page) {
            this.page = page;
        }

        Attempt next(Sink sink) {
            count++;
            Page sent = page;
            // Until it is known better, this try may arrive: a sink that throws has told nothing.
            page = sent.asResend();
            Attempt attempt = sink.send(sent);
            if (attempt instanceof Failed failed && !failed.mayHaveArrived()) {
                page = sent;
            }
            return attempt;
        }

        Outcome outcome(String verdict, String code) {
            return new Outcome(verdict, code, count);
        }
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
