package io.phiwatch.detector.sigma;

import io.phiwatch.schema.AccessEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * The fields that rules may name. Over access events: those of the event's schema, {@code attributes.*}, and what
 * behaviour and context add. Over sources: those of a heartbeat, and what behaviour adds. Immutable.
 */
public final class FieldCatalogue {
    private static final String ATTRIBUTES = "attributes.";
    private static final List<String> BEHAVIOUR_OF_LOGINS = List.of(
            "behavior.login.count",
            "behavior.login.speed_kmh",
            "behavior.login.distance_km",
            "behavior.login.new_country",
            "behavior.login.new_asn",
            "behavior.login.new_border",
            "behavior.login.new_device",
            "behavior.login.previous_network",
            "behavior.login.hour_score",
            "behavior.login.risk",
            "behavior.login.weekly_rank",
            "behavior.login.idle_days",
            "behavior.session.age_hours");

    private static final String OUTCOMES = "heartbeat.outcomes.";
    private static final List<String> HEARTBEATS = List.of(
            "tenant",
            "environment",
            "surface",
            "source.id",
            "event.time",
            "heartbeat.accepted",
            "heartbeat.rejected",
            "heartbeat.duplicates",
            "heartbeat.failed",
            "heartbeat.refused",
            "heartbeat.missing",
            "heartbeat.skewed",
            "heartbeat.bytes",
            "heartbeat.read");

    private static final List<String> CONTEXT = List.of(
            "context.staff.known",
            "context.staff.id",
            "context.staff.status",
            "context.staff.roles",
            "context.staff.country",
            "context.staff.employed",
            "context.staff.training_valid",
            "context.staff.mfa_required",
            "context.staff.allowed_actions",
            "context.staff.purpose_required",
            "context.access.active",
            "context.approval.covered",
            "context.approval.id",
            "context.approval.kind",
            "context.approval.standing",
            "context.approval.status",
            "context.approval.by_other",
            "context.vendor.known",
            "context.vendor.id",
            "context.vendor.status",
            "context.vendor.assessed",
            "context.vendor.days_left",
            "context.destination.approved",
            "context.destination.phi_allowed",
            "context.destination.relation",
            "context.destination.vendor",
            "context.relationship.found",
            "context.relationship.missing",
            "context.relationship.kinds",
            "context.patient.flagged",
            "context.patient.flags",
            "context.patient.own",
            "context.patient.household");

    private final Set<String> names;
    private final String open;

    private FieldCatalogue(Set<String> names, String open) {
        this.names = Set.copyOf(names);
        this.open = open;
    }

    /** The fields of access events. */
    public static FieldCatalogue accessEvents() {
        Set<String> names = new TreeSet<>(BEHAVIOUR_OF_LOGINS);
        names.addAll(ProfileSet.bundled().fields(Profile.Subject.ACTOR));
        names.addAll(ofContext().names);
        return new FieldCatalogue(names, ATTRIBUTES);
    }

    /** The fields of access events without what behaviour adds: what profiles may count. */
    static FieldCatalogue ofContext() {
        Set<String> names = new TreeSet<>(CONTEXT);
        names.addAll(ofSchema().keySet());
        names.remove("attributes");
        return new FieldCatalogue(names, ATTRIBUTES);
    }

    /** The fields of sources as wholes. */
    public static FieldCatalogue sources() {
        Set<String> names = new TreeSet<>(ProfileSet.bundled().fields(Profile.Subject.SOURCE));
        names.addAll(HEARTBEATS);
        return new FieldCatalogue(names, OUTCOMES);
    }

    /** The same without what behaviour adds. */
    static FieldCatalogue ofHeartbeats() {
        return new FieldCatalogue(Set.copyOf(HEARTBEATS), OUTCOMES);
    }

    /** The fields of the schema of access events by the names that rules use. */
    public static Map<String, Schema.Field> ofSchema() {
        Map<String, Schema.Field> fields = new HashMap<>();
        for (Schema.Field field : AccessEvent.getClassSchema().getFields()) {
            String name = field.getProp("field");
            if (name != null) {
                fields.put(name, field);
            }
        }
        return Map.copyOf(fields);
    }

    /** Whether a rule may name the field. */
    public boolean knows(String field) {
        return names.contains(field) || (field.startsWith(open) && field.length() > open.length());
    }

    /** What is wrong with the name; empty where it is a known field. */
    public Optional<String> complaint(String field) {
        return knows(field)
                ? Optional.empty()
                : Optional.of("no such field '" + field + "'" + Reporter.didYouMean(field, names));
    }

    /** Whether the entity of a rule over access events names known fields only; what is wrong is reported. */
    boolean knowsEntity(Draft draft) {
        int before = draft.document().reporter().count();
        draft.metadata().entity().fields().stream()
                .flatMap(field -> Stream.of(field.split("\\|", -1)))
                .flatMap(field -> complaint(field).stream())
                .forEach(reason -> draft.document().reject("phiwatch", "entity: " + reason));
        return draft.document().reporter().count() == before;
    }

    /** All names, sorted, without attributes. */
    public Set<String> names() {
        return new TreeSet<>(names);
    }
}
