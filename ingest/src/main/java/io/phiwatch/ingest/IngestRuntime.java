package io.phiwatch.ingest;

import io.micrometer.core.instrument.MeterRegistry;
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
 */
public record IngestRuntime(
        Topics topics,
        TopicSerdes serdes,
        Map<String, Object> kafka,
        InstantSource clock,
        MeterRegistry registry,
        Supplier<String> metrics) {
    public IngestRuntime {
        kafka = Map.copyOf(kafka);
    }

    /** Without the Kafka properties, which may hold a password. */
    @Override
    public String toString() {
        return "IngestRuntime[kafka=" + kafka.size() + " properties]";
    }
}
