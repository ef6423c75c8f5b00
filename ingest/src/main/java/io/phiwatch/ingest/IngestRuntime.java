package io.phiwatch.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.ingest.http.CallbackHandler;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The world that ingest runs in.
 *
 * @param kafka properties of the producer; {@code bootstrap.servers} at least
 * @param clock the clock that goes into the log
 * @param metrics text that {@code /metrics} answers
 * @param callbacks what paging services call back with
 */
public record IngestRuntime(
        Topics topics,
        TopicSerdes serdes,
        Map<String, Object> kafka,
        InstantSource clock,
        MeterRegistry registry,
        Supplier<String> metrics,
        CallbackHandler callbacks) {
    public IngestRuntime {
        kafka = Map.copyOf(kafka);
    }

    /** Where no paging service calls back. */
    public IngestRuntime(
            Topics topics,
            TopicSerdes serdes,
            Map<String, Object> kafka,
            InstantSource clock,
            MeterRegistry registry,
            Supplier<String> metrics) {
        this(topics, serdes, kafka, clock, registry, metrics, CallbackHandler.NONE);
    }

    /** Without the Kafka properties, which may hold a password. */
    @Override
    public String toString() {
        return "IngestRuntime[kafka=" + kafka.size() + " properties]";
    }
}
