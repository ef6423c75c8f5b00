package io.phiwatch.detector;

import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.serde.AvroSerde;
import io.phiwatch.schema.serde.BundledSchemas;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Access events for tests. */
public final class TestEvents {
    static {
        // Avro trusts the classes of our schemas, which defaults in builders need, once a serde has been made.
        new AvroSerde<AccessEvent>(BundledSchemas.load(), schema -> "");
    }

    private TestEvents() {}

    /** A member of staff opens a patient in the portal. */
    public static AccessEvent.Builder read(String id, Instant time, String actor, String... patients) {
        return AccessEvent.newBuilder()
                .setEventId(id)
                .setEventTime(time)
                .setEventReceived(time)
                .setTenant("acme")
                .setEnvironment(Environment.production)
                .setSurface(Surface.portal)
                .setSourceId("fhir-main")
                .setSourcePlatform("fhir")
                .setSourceMaxDelayMs(Duration.ofMinutes(10).toMillis())
                .setAction(Action.read)
                .setOutcome(Outcome.success)
                .setActorId(actor)
                .setActorKind(ActorKind.staff)
                .setPatients(List.of(patients));
    }

    /** A login from a country. */
    public static AccessEvent.Builder login(String id, Instant time, String actor, String country) {
        return read(id, time, actor)
                .setAction(Action.login)
                .setClientCountry(country)
                .setClientDevice("device-1");
    }
}
