package io.phiwatch.alerting.console;

import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.CommandResult;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentAlert;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Records as alerting writes them. */
public final class Samples {
    /** When everything happens. */
    public static final Instant NOW = Instant.parse("2026-03-14T03:07:21Z");

    private static final int HASH_BYTES = 32;

    static {
        // Loads the class that lets Avro fill in the defaults of nested records.
        Topics topics = new Topics(Topics.DEFAULT_PREFIX);
        new TopicSerdes(BundledSchemas.load()).value(topics.alerts());
    }

    private Samples() {}

    /** Somebody reads the data of a patient on the portal. */
    public static AccessEvent read(String eventId, String patient) {
        return AccessEvent.newBuilder()
                .setEventId(eventId)
                .setEventTime(NOW)
                .setEventReceived(NOW)
                .setTenant("acme")
                .setEnvironment(Environment.production)
                .setSurface(Surface.portal)
                .setSourceId("fhir")
                .setSourcePlatform("fhir")
                .setAction(Action.read)
                .setOutcome(Outcome.success)
                .setActorKind(ActorKind.staff)
                .setPatients(List.of(patient))
                .build();
    }

    /** An incident that one alert opened a few minutes ago. */
    public static Incident.Builder incident(String actor, Level level, IncidentStatus status) {
        EntityKey key = EntityKey.of("acme", "actor", actor);
        Instant opened = NOW.minus(Duration.ofMinutes(6));
        return Incident.newBuilder()
                .setIncidentId(key.incidentId(1))
                .setEntityKey(key.value())
                .setOrdinal(1)
                .setVersion(1)
                .setTenant("acme")
                .setEnvironment(Environment.production)
                .setEntityKind("actor")
                .setEntityId(actor)
                .setTitle("Bulk read of patient records by " + actor)
                .setStatus(status)
                .setLevel(level)
                .setOpenedAt(opened)
                .setUpdatedAt(opened)
                .setFirstEventTime(opened.minusSeconds(290))
                .setLastEventTime(opened)
                .setLastAlertAt(opened)
                .setSurfaces(List.of(Surface.portal))
                .setAlerts(List.of(incidentAlert("bulk-patient-read", "Bulk read of patient records", level, opened)))
                .setControls(List.of("soc2.CC6.1", "hipaa.164.312(b)"))
                .setPlaybook("phi-breach")
                .setPatientsCount(34)
                .setPages(1)
                .setEvidenceCount(3)
                .setEvidenceHead(hash(3));
    }

    /** An alert as its incident remembers it. */
    public static IncidentAlert incidentAlert(String rule, String title, Level level, Instant time) {
        return IncidentAlert.newBuilder()
                .setAlertId("alert-" + rule)
                .setRuleName(rule)
                .setRuleTitle(title)
                .setLevel(level)
                .setRevision(1)
                .setState(AlertState.open)
                .setHits(34)
                .setPatientsCount(34)
                .setExplanation("34 different patients read in 10 minutes, where 20 are the limit.")
                .setFirstEventTime(time.minusSeconds(290))
                .setLastEventTime(time)
                .build();
    }

    /** An alert on its topic. */
    public static Alert.Builder alert(String id, Level level, Instant detected) {
        return Alert.newBuilder()
                .setAlertId(id)
                .setRevision(1)
                .setState(AlertState.open)
                .setRuleId("9a1f6a52-0000-4000-8000-000000000001")
                .setRuleName("bulk-patient-read")
                .setRuleTitle("Bulk read of patient records")
                .setRuleVersion("5f0c")
                .setLevel(level)
                .setTenant("acme")
                .setEnvironment(Environment.production)
                .setSurfaces(List.of(Surface.portal))
                .setEntityKind("actor")
                .setEntityId("dr.lee")
                .setEntityKey(EntityKey.of("acme", "actor", "dr.lee").value())
                .setFirstEventTime(detected.minusSeconds(290))
                .setLastEventTime(detected)
                .setDetectedAt(detected)
                .setHits(34)
                .setPatientsCount(34)
                .setExplanation("34 different patients read in 10 minutes, where 20 are the limit.");
    }

    /** A link of an evidence chain; its hash and the one before follow from its sequence. */
    public static EvidenceEntry.Builder evidence(String incidentId, long sequence, EvidenceType type) {
        Instant recorded = NOW.minus(Duration.ofMinutes(6)).plusSeconds(sequence);
        return EvidenceEntry.newBuilder()
                .setIncidentId(incidentId)
                .setSequence(sequence)
                .setType(type)
                .setRecordedAt(recorded)
                .setEventTime(recorded.minusSeconds(4))
                .setReceived(recorded.minusSeconds(2))
                .setActor("phiwatch")
                .setSummary(
                        "Alert bulk-patient-read: 34 different patients read in 10 minutes, where 20 are the limit.")
                .setDetails(Map.of("rule", "bulk-patient-read"))
                .setSources(IntStream.range(0, 3).mapToObj(Samples::source).toList())
                .setPreviousHash(hash(sequence - 1))
                .setHash(hash(sequence));
    }

    /** What became of a command. */
    public static CommandResult result(String commandId, boolean accepted, String reason) {
        return CommandResult.newBuilder()
                .setCommandId(commandId)
                .setAccepted(accepted)
                .setReason(accepted ? null : reason)
                .build();
    }

    private static EventRef source(int n) {
        return EventRef.newBuilder()
                .setEventId("fhir-main:" + Integer.toHexString(0x5eed * (n + 1)))
                .setEventTime(NOW.minusSeconds(370 - n))
                .setReceived(NOW.minusSeconds(368 - n))
                .setSourceId("fhir-main")
                .setTopic("phiwatch.access.portal")
                .setPartition(3)
                .setOffset(18_204 + n)
                .setSealedPartition(1)
                .setSealedOffset(9_120L + n)
                .build();
    }

    private static String hash(long sequence) {
        if (sequence == 0) {
            return "0".repeat(HASH_BYTES * 2);
        }
        byte[] bytes = new byte[HASH_BYTES];
        new Random(sequence).nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
