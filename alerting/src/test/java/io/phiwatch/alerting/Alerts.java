package io.phiwatch.alerting;

import io.phiwatch.alerting.evidence.ChainHead;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Alerts for tests. */
public final class Alerts {
    /** When the first event of every test happened. */
    public static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

    /** Every serde of phiwatch. Loading them makes Avro trust our records, without which it refuses to copy them. */
    public static final TopicSerdes SERDES = new TopicSerdes(BundledSchemas.load());

    /** Id of the incident of {@link #incident()}. */
    public static final String INCIDENT = "acme-0123456789abcdef-1";

    static {
        SERDES.value(new Topics(Topics.DEFAULT_PREFIX).alerts());
    }

    private Alerts() {}

    /** First revision of an alert of that rule about nurse.kim. */
    public static Alert.Builder of(String alertId, String rule, Level level) {
        return about("actor", "nurse.kim", alertId, rule, level);
    }

    /** First revision of an alert about that entity. */
    public static Alert.Builder about(String kind, String id, String alertId, String rule, Level level) {
        return Alert.newBuilder()
                .setAlertId(alertId)
                .setRevision(1)
                .setState(AlertState.open)
                .setRuleId("id-of-" + rule)
                .setRuleName(rule)
                .setRuleTitle("Bulk patient read")
                .setRuleVersion("v-" + rule)
                .setRuleAuthor("Author of " + rule)
                .setRuleLicense("DRL-1.1")
                .setLevel(level)
                .setTags(List.of("attack.t1530"))
                .setControls(List.of("soc2.CC6.1"))
                .setPlaybook("phi-breach")
                .setTenant("acme")
                .setEnvironment(Environment.production)
                .setSurfaces(List.of(Surface.portal))
                .setEntityKind(kind)
                .setEntityId(id)
                .setEntityKey(EntityKey.of("acme", kind, id).value())
                .setGroup(Map.of("actor.id", id))
                .setFirstEventTime(START)
                .setLastEventTime(START.plusSeconds(60))
                .setDetectedAt(START.plusSeconds(61))
                .setHits(20)
                .setValue(20.0)
                .setThreshold(20.0)
                .setPatientsCount(20)
                .setExplanation("20 patients in 60 s, at least 20 in 10 min needed")
                .setEvents(refs(3))
                .setLate(false);
    }

    /** An open incident about nurse.kim, as the first alert left it. */
    public static Incident.Builder incident() {
        return Incident.newBuilder()
                .setIncidentId(INCIDENT)
                .setEntityKey("acme-0123456789abcdef")
                .setOrdinal(1)
                .setVersion(1)
                .setTenant("acme")
                .setEnvironment(Environment.production)
                .setEntityKind("actor")
                .setEntityId("nurse.kim")
                .setTitle("Bulk patient read by nurse.kim")
                .setStatus(IncidentStatus.open)
                .setLevel(Level.high)
                .setOpenedAt(START)
                .setUpdatedAt(START)
                .setFirstEventTime(START)
                .setLastEventTime(START)
                .setLastAlertAt(START)
                .setEvidenceCount(0)
                .setEvidenceHead(ChainHead.NO_HASH);
    }

    /** Pointers to that many events, a second apart. */
    public static List<EventRef> refs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> EventRef.newBuilder()
                        .setEventId("event-" + i)
                        .setEventTime(START.plusSeconds(i))
                        .setReceived(START.plusSeconds(i + 1L))
                        .setSourceId("portal-fhir")
                        .setTopic("phiwatch.access.portal")
                        .setPartition(1)
                        .setOffset(1000L + i)
                        .setSealedPartition(1)
                        .setSealedOffset(2000L + i)
                        .build())
                .toList();
    }
}
