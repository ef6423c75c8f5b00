package io.phiwatch.detector.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.schema.serde.SchemaException;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SkipFaultyTest {
    private static final String SECRET = "SSN 078-05-1120";

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Map<String, Object> configs = Map.of(SkipUnreadable.REGISTRY, metrics);

    @Test
    void skipsAndTellsPlaceAndClassButNeverContent() {
        // Given
        SkipFaulty handler = new SkipFaulty();
        handler.configure(configs);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(SkipFaulty.class);
        logger.addAppender(log);
        logger.setAdditive(false);

        // When
        var response =
                handler.handleError(new Place(0), new Record<>(SECRET, SECRET, 0), new IllegalStateException(SECRET));

        // Then
        logger.detachAppender(log);
        assertThat(response.result()).isEqualTo(ProcessingExceptionHandler.Result.RESUME);
        assertThat(response.deadLetterQueueRecords()).isEmpty();
        assertThat(metrics.counter("phiwatch.detector.faulty", "reason", "IllegalStateException")
                        .count())
                .isOne();
        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage() + event.getKeyValuePairs() + event.getThrowableProxy())
                    .contains("offset=\"42\"")
                    .doesNotContain("078-05");
        });
    }

    @Test
    void stopsWhereEverythingFails() {
        SkipFaulty handler = new SkipFaulty();
        handler.configure(configs);
        for (int i = 0; i < SkipFaulty.MOST; i++) {
            assertThat(fail(handler, i)).isEqualTo(ProcessingExceptionHandler.Result.RESUME);
        }

        assertThat(fail(handler, 1_000)).isEqualTo(ProcessingExceptionHandler.Result.FAIL);
        assertThat(fail(handler, 10_000_000)).isEqualTo(ProcessingExceptionHandler.Result.RESUME);
    }

    @Test
    void skipsUnreadableRecordsUnlessTheRegistryIsAway() {
        SkipUnreadable handler = new SkipUnreadable();
        handler.configure(configs);

        assertThat(skip(handler, new SerializationException(SECRET)))
                .isEqualTo(DeserializationExceptionHandler.Result.RESUME);
        assertThat(skip(handler, new SchemaException("no bundled schema has id 99")))
                .isEqualTo(DeserializationExceptionHandler.Result.RESUME);
        assertThat(skip(handler, new SchemaException("registry is not reachable", new IOException())))
                .isEqualTo(DeserializationExceptionHandler.Result.FAIL);
    }

    private static ProcessingExceptionHandler.Result fail(SkipFaulty handler, long timestamp) {
        Logger logger = (Logger) LoggerFactory.getLogger(SkipFaulty.class);
        logger.setLevel(ch.qos.logback.classic.Level.OFF);
        var response = handler.handleError(new Place(timestamp), new Record<>("", "", 0), new IllegalStateException());
        logger.setLevel(null);
        return response.result();
    }

    private static DeserializationExceptionHandler.Result skip(SkipUnreadable handler, Exception failure) {
        Logger logger = (Logger) LoggerFactory.getLogger(SkipUnreadable.class);
        logger.setLevel(ch.qos.logback.classic.Level.OFF);
        var response = handler.handleError(
                new Place(0), new ConsumerRecord<>("topic", 0, 0, new byte[0], new byte[0]), failure);
        logger.setLevel(null);
        return response.result();
    }

    private record Place(long timestamp) implements ErrorHandlerContext {
        @Override
        public String topic() {
            return "phiwatch.access.portal";
        }

        @Override
        public int partition() {
            return 1;
        }

        @Override
        public long offset() {
            return 42;
        }

        @Override
        public Headers headers() {
            return new RecordHeaders();
        }

        @Override
        public String processorNodeId() {
            return "watch-access";
        }

        @Override
        public TaskId taskId() {
            return new TaskId(0, 1);
        }

        @Override
        public byte[] sourceRawKey() {
            return SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }

        @Override
        public byte[] sourceRawValue() {
            return sourceRawKey();
        }
    }
}
