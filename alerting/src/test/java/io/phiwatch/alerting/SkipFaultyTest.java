package io.phiwatch.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler.Response;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler.Result;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SkipFaultyTest {
    private static final String CANARY = "jane-roe-078-05-1120";
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(SkipFaulty.class);

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logged.start();
        LOGGER.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        LOGGER.detachAppender(logged);
    }

    @Test
    void aBugSkipsTheRecordAndTellsItsPlaceOnly() {
        // When
        Response response = handle(new IllegalStateException(CANARY));
        // Then
        assertThat(response.result()).isEqualTo(Result.RESUME);
        assertThat(response.deadLetterQueueRecords()).isEmpty();
        ILoggingEvent event = logged.list.getFirst();
        assertThat(event.getKeyValuePairs().toString())
                .contains("topic", "phiwatch.alerts", "42", "IllegalStateException")
                .doesNotContain(CANARY);
        assertThat(event.getFormattedMessage()).doesNotContain(CANARY);
        assertThat(event.getThrowableProxy()).isNull();
    }

    @Test
    void aBrokenStoreStops() {
        assertThat(handle(new ProcessorStateException(CANARY)).result()).isEqualTo(Result.FAIL);
    }

    private static Response handle(Exception exception) {
        return new SkipFaulty().handleError(new Place(), new Record<>(CANARY, CANARY, 0), exception);
    }

    /** A place whose record holds a canary. */
    private static final class Place implements ErrorHandlerContext {
        @Override
        public String topic() {
            return "phiwatch.alerts";
        }

        @Override
        public int partition() {
            return 3;
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
            return AlertingTopology.JOIN_INCIDENTS;
        }

        @Override
        public TaskId taskId() {
            return new TaskId(0, 3);
        }

        @Override
        public long timestamp() {
            return 0;
        }

        @Override
        public byte[] sourceRawKey() {
            return CANARY.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] sourceRawValue() {
            return sourceRawKey();
        }
    }
}
