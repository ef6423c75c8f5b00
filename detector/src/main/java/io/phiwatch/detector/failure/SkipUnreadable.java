package io.phiwatch.detector.failure;

import io.phiwatch.schema.serde.SchemaException;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Skips records that cannot be decoded. Where the schema registry cannot be asked, the record may well be readable: then
 * the stream stops instead.
 */
public final class SkipUnreadable implements DeserializationExceptionHandler {
    /** Config key of the {@code MeterRegistry} to count in. */
    public static final String REGISTRY = "phiwatch.meter.registry";

    /** Counter of records that could not be decoded. */
    static final String METRIC = "phiwatch.detector.unreadable";

    private static final Logger LOGGER = LoggerFactory.getLogger(SkipUnreadable.class);

    private FailureMeter meter = new FailureMeter(METRIC, Map.of());

    @Override
    public void configure(Map<String, ?> configs) {
        meter = new FailureMeter(METRIC, configs);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        boolean isRegistryAway = exception instanceof SchemaException && exception.getCause() != null;
        meter.record(LOGGER, isRegistryAway ? Level.ERROR : Level.WARN, context, exception, isRegistryAway);
        return isRegistryAway ? Response.fail() : Response.resume();
    }
}
