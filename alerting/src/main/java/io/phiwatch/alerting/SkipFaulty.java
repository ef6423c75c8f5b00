package io.phiwatch.alerting;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a bug from a broken world. Where our code fails on one record, the record is skipped and its place logged as an
 * error: one alert must not blind phiwatch to all that follow. Where Kafka, a store or the registry fails, processing
 * stops: skipping would lose every record until it works again. Never tells what is in the record.
 */
public final class SkipFaulty implements ProcessingExceptionHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(SkipFaulty.class);

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> message, Exception exception) {
        boolean isBug = !(exception instanceof KafkaException);
        LOGGER.atError()
                .addKeyValue("topic", context.topic())
                .addKeyValue("partition", context.partition())
                .addKeyValue("offset", context.offset())
                .addKeyValue("processor", context.processorNodeId())
                .addKeyValue("reason", exception.getClass().getSimpleName())
                .addKeyValue("skipped", isBug)
                .log("a record could not be processed");
        return isBug ? Response.resume(List.of()) : Response.fail();
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // needs nothing
    }
}
