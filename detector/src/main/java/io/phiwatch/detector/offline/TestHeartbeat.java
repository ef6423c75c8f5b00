package io.phiwatch.detector.offline;

import io.phiwatch.detector.event.SourceEvents;
import io.phiwatch.detector.sigma.FieldCatalogue;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Heartbeat;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** A second of a source that a rule test describes in plain fields. */
final class TestHeartbeat {
    private static final String PREFIX = "heartbeat.";
    private static final String OUTCOMES = PREFIX + "outcomes.";
    private static final String BEHAVIOUR = "behavior.";
    private static final FieldCatalogue CATALOGUE = FieldCatalogue.sources();

    private TestHeartbeat() {}

    /**
     * The second as the topology takes it; what is not said is zero.
     *
     * @throws TestEvent.Fault where a field is unknown, or its value is of the wrong type
     */
    static TestEvent of(Instant time, Map<String, Object> fields) throws TestEvent.Fault {
        Heartbeat beat = Heartbeat.newBuilder()
                .setSourceId(TestEvent.UNSAID)
                .setTenant(TestEvent.UNSAID)
                .setSecond(time.truncatedTo(ChronoUnit.SECONDS))
                .setAccepted(0)
                .setRejected(0)
                .setDuplicates(0)
                .setFailed(0)
                .setBytes(0)
                .setOutcomes(new HashMap<>())
                .build();
        Map<String, Object> added = new HashMap<>();
        for (Map.Entry<String, Object> entry : TestEvent.flat(fields).entrySet()) {
            String name = entry.getKey();
            String complaint = CATALOGUE.complaint(name).orElse(null);
            if (complaint != null) {
                throw new TestEvent.Fault(name, complaint);
            }
            if (name.startsWith(BEHAVIOUR)) {
                added.put(name, entry.getValue());
            } else {
                put(beat, name, entry.getValue());
            }
        }
        return new TestEvent(SourceEvents.of(beat, time), added, beat);
    }

    private static void put(Heartbeat beat, String name, Object value) throws TestEvent.Fault {
        switch (name) {
            case "source.id" -> beat.setSourceId(value.toString());
            case "tenant" -> beat.setTenant(value.toString());
            case "surface" -> beat.setSurface(symbol(name, Surface.values(), value));
            case "environment" -> beat.setEnvironment(symbol(name, Environment.values(), value));
            default -> count(beat, name, value);
        }
    }

    private static void count(Heartbeat beat, String name, Object value) throws TestEvent.Fault {
        long number = TestEvent.number(name, value).longValue();
        Schema.Field field =
                name.startsWith(PREFIX) ? beat.getSchema().getField(name.substring(PREFIX.length())) : null;
        if (name.startsWith(OUTCOMES)) {
            beat.getOutcomes().put(name.substring(OUTCOMES.length()), number);
        } else if (field != null) {
            beat.put(field.pos(), number);
        } else {
            throw new TestEvent.Fault(name, "follows from the others");
        }
    }

    private static <E extends Enum<E>> E symbol(String name, E[] symbols, Object value) throws TestEvent.Fault {
        return Stream.of(symbols)
                .filter(symbol -> symbol.name().equals(value.toString()))
                .findFirst()
                .orElseThrow(() -> new TestEvent.Fault(name, "is no such thing"));
    }
}
