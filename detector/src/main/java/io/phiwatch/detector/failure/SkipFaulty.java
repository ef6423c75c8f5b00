package io.phiwatch.detector.failure;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Skips records on which processing throws, which is a bug; more than {@value #MOST} within ten minutes of log time stop
 * the stream, since a detector that skips everything must not look healthy.
 */
public final class SkipFaulty implements ProcessingExceptionHandler {
    /** Counter of records on which processing threw. */
    static final String METRIC = "phiwatch.detector.faulty";

    static final int MOST = 100;

    private static final Duration WITHIN = Duration.ofMinutes(10);
    private static final Logger LOGGER = LoggerFactory.getLogger(SkipFaulty.class);

    private final Deque<Long> failures = new ArrayDeque<>();
    private FailureMeter meter = new FailureMeter(METRIC, Map.of());

    @Override
    public void configure(Map<String, ?> configs) {
        meter = new FailureMeter(METRIC, configs);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        failures.addLast(context.timestamp());
        while (failures.getFirst() < context.timestamp() - WITHIN.toMillis()) {
            failures.removeFirst();
        }
        boolean isTooOften = failures.size() > MOST;
        meter.record(LOGGER, Level.ERROR, context, exception, isTooOften);
        return isTooOften ? Response.fail() : Response.resume();
    }
}
