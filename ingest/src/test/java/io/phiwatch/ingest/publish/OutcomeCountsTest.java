package io.phiwatch.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.serde.AvroSerde;
import io.phiwatch.schema.serde.BundledSchemas;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeCountsTest {
    static {
        // Avro trusts the classes of our schemas, which defaults in builders need, once a serde has been made.
        new AvroSerde<AccessEvent>(BundledSchemas.load(), schema -> "");
    }

    private final OutcomeCounts counts = new OutcomeCounts();

    @Test
    void tellsApartWhatIsAskedOfAWholeSource() {
        counts.add(event(Action.pay, Outcome.success).build());
        counts.add(event(Action.pay, Outcome.denied).build());
        counts.add(request("503").build());
        counts.add(request("200").build());
        counts.add(request("500").setAction(Action.transmit).build());

        assertThat(counts.byName())
                .isEqualTo(Map.of(
                        "success", 4L,
                        "denied", 1L,
                        "unsuccessful", 1L,
                        "pay", 2L,
                        "pay.unsuccessful", 1L,
                        "read", 2L,
                        "transmit", 1L,
                        "request", 2L,
                        "request.error", 1L));
    }

    private static AccessEvent.Builder request(String status) {
        return event(Action.read, Outcome.success).setObjectType("route").setAttributes(Map.of("status", status));
    }

    private static AccessEvent.Builder event(Action action, Outcome outcome) {
        Instant time = Instant.parse("2026-03-02T09:00:00Z");
        return AccessEvent.newBuilder()
                .setEventId("e-1")
                .setEventTime(time)
                .setEventReceived(time)
                .setTenant("acme")
                .setEnvironment(Environment.production)
                .setSurface(Surface.checkout)
                .setSourceId("shop")
                .setSourcePlatform("nginx")
                .setAction(action)
                .setOutcome(outcome)
                .setActorKind(ActorKind.anonymous);
    }
}
