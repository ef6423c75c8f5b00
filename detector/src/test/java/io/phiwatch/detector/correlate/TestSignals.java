package io.phiwatch.detector.correlate;

import io.phiwatch.schema.Environment;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.Signal;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.serde.AvroSerde;
import io.phiwatch.schema.serde.BundledSchemas;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signals for tests. */
final class TestSignals {
    static {
        // Avro trusts the classes of our schemas, which copies in builders need, once a serde has been made.
        new AvroSerde<Signal>(BundledSchemas.load(), schema -> "");
    }

    private TestSignals() {}

    static Signal signal(String id, long time) {
        return signal(id, time, List.of(), null);
    }

    static Signal signal(String id, long time, List<String> values, @Nullable Double amount) {
        return Signal.newBuilder()
                .setRuleId("rule-id")
                .setMatchedRule("matched")
                .setRuleHash("hash")
                .setTenant("acme")
                .setEnvironment(Environment.production)
                .setSurface(Surface.portal)
                .setGroup(List.of("staff-1"))
                .setEntity("staff-1")
                .setValues(values)
                .setAmount(amount)
                .setPatients(values)
                .setMaxDelayMs(600_000)
                .setRef(EventRef.newBuilder()
                        .setEventId(id)
                        .setEventTime(Instant.ofEpochMilli(time))
                        .setReceived(Instant.ofEpochMilli(time))
                        .setSourceId("source")
                        .setTopic("phiwatch.access.portal")
                        .setPartition(0)
                        .setOffset(7)
                        .setSealedPartition(null)
                        .setSealedOffset(null)
                        .build())
                .build();
    }
}
