package io.phiwatch.detector.failure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** Counts and logs a failed record by its place in the log and the class of the failure, never by its content. */
final class FailureMeter {
    private final String metric;
    private final MeterRegistry registry;

    FailureMeter(String metric, Map<String, ?> configs) {
        this.metric = metric;
        this.registry =
                configs.get(SkipUnreadable.REGISTRY) instanceof MeterRegistry given ? given : Metrics.globalRegistry;
    }

    void record(Logger logger, Level level, ErrorHandlerContext context, Exception failure, boolean isFatal) {
        registry.counter(metric, "reason", failure.getClass().getSimpleName()).increment();
        logger.atLevel(level)
                .addKeyValue("topic", context.topic())
                .addKeyValue("partition", context.partition())
                .addKeyValue("offset", context.offset())
                .addKeyValue("reason", failure.getClass().getSimpleName())
                .addKeyValue("at", origin(failure))
                .addKeyValue("fatal", isFatal)
                .log("record failed");
    }

    /** Where in phiwatch it was thrown: tells a bug without its message. */
    private static @Nullable StackTraceElement origin(Exception failure) {
        for (StackTraceElement element : failure.getStackTrace()) {
            if (element.getClassName().startsWith("io.phiwatch")) {
                return element;
            }
        }
        return null;
    }
}
