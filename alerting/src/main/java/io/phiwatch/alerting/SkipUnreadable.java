package io.phiwatch.alerting;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on after a record that cannot be read, and says where it is. Unlike the handlers of Kafka Streams it tells neither
 * the record nor the exception's message, either of which may quote content.
 */
public final class SkipUnreadable implements DeserializationExceptionHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(SkipUnreadable.class);

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> unreadable, Exception exception) {
        LOGGER.atError()
                .addKeyValue("topic", unreadable.topic())
                .addKeyValue("partition", unreadable.partition())
                .addKeyValue("offset", unreadable.offset())
                .addKeyValue("reason", exception.getClass().getSimpleName())
                .log("skipped a record that cannot be read");
        return Response.resume(List.of());
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // needs nothing
    }
}
