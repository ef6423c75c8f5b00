package io.phiwatch.alerting.console.exception;

import io.phiwatch.alerting.console.model.TopicWriter;
import io.phiwatch.alerting.suppress.ExceptionScope;
import io.phiwatch.schema.ScopedException;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.InstantSource;
import java.util.Map;

/** Writes exceptions to their compacted topic. Thread-safe. */
public final class KafkaExceptionLog implements ExceptionLog {
    private final TopicWriter<ScopedException> exceptions;
    private final InstantSource clock;

    /**
     * Writes with a producer of its own.
     *
     * @param kafka client configuration, at least {@code bootstrap.servers}
     * @param clock the clock of the log
     */
    public KafkaExceptionLog(Map<String, ?> kafka, Topics topics, TopicSerdes serdes, InstantSource clock) {
        this.exceptions = new TopicWriter<>(kafka, serdes, topics.exceptions());
        this.clock = clock;
    }

    @Override
    public void append(ScopedException exception) {
        exceptions.write(ExceptionScope.key(exception), exception, clock.instant());
    }

    @Override
    public void close() {
        exceptions.close();
    }
}
