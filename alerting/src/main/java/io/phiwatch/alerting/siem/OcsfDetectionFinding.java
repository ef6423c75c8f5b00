package io.phiwatch.alerting.siem;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.Level;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An alert as an OCSF 1.8.0 Detection Finding (class 2004, github.com/ocsf/ocsf-schema tag 1.8.0). The first revision
 * creates the finding, later ones update it, the end of the episode closes it; all have the alert's id. Says no more than
 * the alert does, so it is as free of PHI.
 */
public final class OcsfDetectionFinding {
    private static final int VERDICT_TEST = 6;
    private static final String VERSION = "1.8.0";
    private static final String PRODUCT = "phiwatch";
    private static final int CATEGORY_FINDINGS = 2;
    private static final int CLASS_UID = 2004;
    private static final int TYPE_FACTOR = 100;
    private static final int ANALYTIC_RULE = 1;
    private static final int ROLE_AFFECTED = 3;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private OcsfDetectionFinding() {}

    /** OCSF's codes for what a finding tells. */
    private enum Activity {
        CREATE(1, "Create"),
        UPDATE(2, "Update"),
        CLOSE(3, "Close");

        private final int id;
        private final String caption;

        Activity(int id, String caption) {
            this.id = id;
            this.caption = caption;
        }

        static Activity of(Alert alert) {
            if (alert.getRevision() <= 1) {
                return CREATE;
            }
            return alert.getState() == AlertState.open ? UPDATE : CLOSE;
        }
    }

    private record Code(int id, String caption) {}

    /** The finding as JSON text. */
    public static String of(Alert alert) {
        Activity activity = Activity.of(alert);
        Code severity = severity(alert.getLevel());
        Code status = status(alert);
        ObjectNode finding = JSON.objectNode()
                .put("category_uid", CATEGORY_FINDINGS)
                .put("category_name", "Findings")
                .put("class_uid", CLASS_UID)
                .put("class_name", "Detection Finding")
                .put("activity_id", activity.id)
                .put("activity_name", activity.caption)
                .put("type_uid", CLASS_UID * TYPE_FACTOR + activity.id)
                .put("type_name", "Detection Finding: " + activity.caption)
                .put("severity_id", severity.id())
                .put("severity", severity.caption())
                .put("status_id", status.id())
                .put("status", status.caption())
                .put("is_alert", activity != Activity.CLOSE)
                .put("time", alert.getDetectedAt().toEpochMilli())
                .put("start_time", alert.getFirstEventTime().toEpochMilli())
                .put("end_time", alert.getLastEventTime().toEpochMilli())
                .put("count", (int) Math.min(Integer.MAX_VALUE, alert.getHits()))
                .put("message", alert.getRuleTitle() + ": " + alert.getExplanation());
        if (alert.getExerciseId() != null) {
            finding.put("verdict_id", VERDICT_TEST).put("verdict", "Test");
        }
        finding.set("metadata", metadata(alert));
        finding.set("finding_info", findingInfo(alert, activity));
        finding.set("evidences", JSON.arrayNode().add(evidence(alert)));
        finding.set("resources", resources(alert));
        finding.set("unmapped", unmapped(alert));
        return finding.toString();
    }

    private static Code severity(Level level) {
        return switch (level) {
            case informational -> new Code(1, "Informational");
            case low -> new Code(2, "Low");
            case medium -> new Code(3, "Medium");
            case high -> new Code(4, "High");
            case critical -> new Code(5, "Critical");
        };
    }

    /** An ended episode is not resolved: nobody has looked at it yet. OCSF has no code for that but Other. */
    private static Code status(Alert alert) {
        return switch (alert.getState()) {
            case open -> alert.getRevision() <= 1 ? new Code(1, "New") : new Code(2, "In Progress");
            case ended -> new Code(99, "Ended");
            case superseded -> new Code(3, "Suppressed");
        };
    }

    private static ObjectNode metadata(Alert alert) {
        ObjectNode metadata = JSON.objectNode()
                .put("version", VERSION)
                .put("uid", alert.getAlertId() + '.' + alert.getRevision())
                .put("event_code", alert.getRuleId())
                .put("log_name", "alerts")
                .put("tenant_uid", alert.getTenant());
        metadata.set("product", JSON.objectNode().put("name", PRODUCT).put("vendor_name", PRODUCT));
        // Told outright: validators take a missing list for "any profile". A verdict belongs to the profile of
        // incidents.
        ArrayNode profiles = JSON.arrayNode();
        metadata.set("profiles", alert.getExerciseId() == null ? profiles : profiles.add("incident"));
        return metadata;
    }

    private static ObjectNode findingInfo(Alert alert, Activity activity) {
        ObjectNode info = JSON.objectNode()
                .put("uid", alert.getAlertId())
                .put("title", alert.getRuleTitle())
                .put("desc", alert.getExplanation())
                .put("first_seen_time", alert.getFirstEventTime().toEpochMilli())
                .put("last_seen_time", alert.getLastEventTime().toEpochMilli());
        Instant detected = alert.getDetectedAt();
        info.put(activity == Activity.CREATE ? "created_time" : "modified_time", detected.toEpochMilli());
        info.set(
                "analytic",
                JSON.objectNode()
                        .put("type_id", ANALYTIC_RULE)
                        .put("type", "Rule")
                        .put("uid", alert.getRuleId())
                        .put("name", alert.getRuleName())
                        .put("version", alert.getRuleVersion()));
        return info;
    }

    /** What the alert is about, as the OCSF object that a SIEM pivots on. */
    private static ObjectNode evidence(Alert alert) {
        String id = alert.getEntityId();
        ObjectNode evidence = JSON.objectNode().put("uid", alert.getEntityKey());
        switch (alert.getEntityKind()) {
            case "actor" ->
                evidence.set(
                        "actor",
                        JSON.objectNode()
                                .set("user", JSON.objectNode().put("name", id).put("uid", id)));
            case "client" -> evidence.set("src_endpoint", JSON.objectNode().put("uid", id));
            case "route" -> evidence.set("url", JSON.objectNode().put("path", id));
            case "destination" -> evidence.set("dst_endpoint", JSON.objectNode().put("name", id));
            default ->
                evidence.set(
                        "resources",
                        JSON.arrayNode().add(JSON.objectNode().put("uid", id).put("type", alert.getEntityKind())));
        }
        return evidence;
    }

    private static ArrayNode resources(Alert alert) {
        ArrayNode resources = JSON.arrayNode();
        alert.getSurfaces()
                .forEach(surface -> resources.add(JSON.objectNode()
                        .put("uid", surface.toString())
                        .put("name", surface.toString())
                        .put("type", "surface")
                        .put("role_id", ROLE_AFFECTED)
                        .put("role", "Affected")));
        return resources;
    }

    private static ObjectNode unmapped(Alert alert) {
        ObjectNode unmapped = JSON.objectNode()
                .put("revision", alert.getRevision())
                .put("state", alert.getState().toString())
                .put("environment", alert.getEnvironment().toString())
                .put("entity_kind", alert.getEntityKind())
                .put("entity_key", alert.getEntityKey())
                .put("patients_count", alert.getPatientsCount())
                .put("late", alert.getLate());
        Optional.ofNullable(alert.getValue()).ifPresent(value -> unmapped.put("value", value));
        Optional.ofNullable(alert.getThreshold()).ifPresent(value -> unmapped.put("threshold", value));
        Optional.ofNullable(alert.getPlaybook()).ifPresent(value -> unmapped.put("playbook", value));
        Optional.ofNullable(alert.getRuleAuthor()).ifPresent(value -> unmapped.put("rule_author", value));
        Optional.ofNullable(alert.getRuleLicense()).ifPresent(value -> unmapped.put("rule_license", value));
        Optional.ofNullable(alert.getExerciseId()).ifPresent(value -> unmapped.put("exercise_id", value));
        unmapped.set("tags", texts(alert.getTags()));
        unmapped.set("controls", texts(alert.getControls()));
        unmapped.set("group", texts(alert.getGroup()));
        return unmapped;
    }

    private static ArrayNode texts(Collection<String> values) {
        ArrayNode array = JSON.arrayNode();
        values.forEach(array::add);
        return array;
    }

    private static ObjectNode texts(Map<String, String> values) {
        ObjectNode object = JSON.objectNode();
        new TreeMap<>(values).forEach(object::put);
        return object;
    }
}
