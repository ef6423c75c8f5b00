package io.phiwatch.launcher.system;

import io.phiwatch.alerting.IncidentCommands;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;

/**
 * What happens to alerting, chapter by chapter. In one chapter each incident is touched by one thing, and by what follows
 * from it: so what comes out does not depend on which partition is read first.
 */
final class AlertingStory {
    private static final int ENTITIES = 24;

    /** Lately: what stands on topics of a few days must not be past its retention while it is read. */
    private static final Instant START =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(1, ChronoUnit.HOURS);

    private AlertingStory() {}

    /** A record with its time; its key is that of {@link IncidentCommands} and of the detector. */
    record Input(String key, SpecificRecord value, Instant at) {}

    static List<List<Input>> chapters() {
        List<Supplier<List<Input>>> chapters = List.of(
                () -> each(0, n -> alert(n, "first", "bulk-read", Level.medium, 0)),
                // two by two they share a session: links both ways
                () -> each(1, n -> alert(n, "shared", "bulk-read", Level.medium, 1)),
                () -> each(2, n -> command(n, "ack", CommandType.acknowledge, Map.of(), 2)),
                // every fourth is taken in by the one after it
                () -> every(4, n -> command(n, "merge", CommandType.merge, Map.of("into", incident(n + 1)), 3)),
                // what is new in those taken in is told to the others, all others page themselves
                () -> each(4, n -> n % 4 == 1 ? null : alert(n, "news", "mfa-off", Level.critical, 4)),
                // those taken in hear of it from the one that took them in
                () -> each(5, n -> n % 4 == 0 ? null : command(n, "resolve", CommandType.resolve, Map.of(), 5)));
        return chapters.stream().map(Supplier::get).toList();
    }

    private interface Step {
        Input of(int entity);
    }

    private static List<Input> each(int chapter, Step step) {
        List<Input> inputs = new ArrayList<>();
        IntStream.range(0, ENTITIES).forEach(n -> {
            Input input = step.of(n);
            if (input != null) {
                inputs.add(input);
            }
        });
        if (inputs.isEmpty()) {
            throw new IllegalStateException("nothing happens in chapter " + chapter);
        }
        return inputs;
    }

    private static List<Input> every(int nth, Step step) {
        return IntStream.range(0, ENTITIES)
                .filter(n -> n % nth == 0)
                .mapToObj(step::of)
                .toList();
    }

    static String incident(int entity) {
        return EntityKey.of("acme", "actor", name(entity)).incidentId(1);
    }

    private static String name(int entity) {
        return "nurse-" + entity;
    }

    private static Input command(int entity, String name, CommandType type, Map<String, String> details, int chapter) {
        Instant at = START.plusSeconds(60L * chapter);
        IncidentCommand command = IncidentCommand.newBuilder()
                .setCommandId(name + '-' + entity)
                .setIncidentId(incident(entity))
                .setType(type)
                .setActor("dana")
                .setRole("responder")
                .setRequestedAt(at)
                .setDetails(details)
                .build();
        return new Input(command.getIncidentId(), command, at);
    }

    private static Input alert(int entity, String id, String rule, Level level, int chapter) {
        Instant at = START.plusSeconds(60L * chapter);
        Alert.Builder alert = alert(name(entity), id + '-' + entity, rule, level, at);
        if (chapter == 1) {
            alert.setTraces(Map.of("session.id", List.of("session-" + entity / 2)));
        }
        return new Input(alert.getEntityKey(), alert.build(), at);
    }

    /** An alert about an actor of tenant acme. */
    static Alert.Builder alert(String actor, String id, String rule, Level level, Instant at) {
        return Alert.newBuilder()
                .setAlertId(id)
                .setRevision(1)
                .setState(AlertState.open)
                .setRuleId(rule)
                .setRuleName(rule)
                .setRuleTitle("Rule " + rule)
                .setRuleVersion("v1")
                .setLevel(level)
                .setTenant("acme")
                .setEnvironment(Environment.production)
                .setSurfaces(List.of(Surface.portal))
                .setEntityKind("actor")
                .setEntityId(actor)
                .setEntityKey(EntityKey.of("acme", "actor", actor).value())
                .setFirstEventTime(at.minusSeconds(10))
                .setLastEventTime(at)
                .setDetectedAt(at)
                .setHits(3)
                .setPatientsCount(0)
                .setExplanation("3 of 3")
                .setEvents(List.of())
                .setLate(false);
    }
}
