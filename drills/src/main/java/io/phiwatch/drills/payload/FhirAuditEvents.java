package io.phiwatch.drills.payload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Patient;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.source.Delivery;
import io.phiwatch.drills.source.SimulatedSources;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** FHIR R4 AuditEvents as a portal's record server feeds them (IHE ITI-20). */
public final class FhirAuditEvents {
    private static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
    private static final String EVENT_TYPE = "http://terminology.hl7.org/CodeSystem/audit-event-type";
    private static final String INTERACTION = "http://hl7.org/fhir/restful-interaction";
    private static final String USER_TYPE = "http://terminology.hl7.org/CodeSystem/extra-security-role-type";
    private static final String ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    private static final String ENTITY_ROLE = "http://terminology.hl7.org/CodeSystem/object-role";
    private static final String SOURCE_TYPE = "http://terminology.hl7.org/CodeSystem/security-source-type";

    private FhirAuditEvents() {}

    /**
     * The person who asked for something.
     *
     * @param reference of the FHIR Practitioner or Patient
     * @param id login name or patient id
     */
    public record Requestor(String reference, String id, String name, String address) {
        public static Requestor of(Staff person, String address) {
            return new Requestor("Practitioner/" + person.login(), person.login(), person.name(), address);
        }

        public static Requestor of(Patient patient) {
            return new Requestor("Patient/" + patient.id(), patient.id(), patient.name(), patient.address());
        }
    }

    /** Someone opened a resource of one patient. */
    public static Delivery read(Requestor who, String patient, String resourceType, Instant time, Draw draw) {
        ObjectNode event = event("R", time, draw);
        event.set("type", Json.coding(EVENT_TYPE, "rest", "Restful Operation"));
        event.putArray("subtype").add(Json.coding(INTERACTION, "read", "read"));
        agent(event, who);
        String resource = resourceType.equals("Patient")
                ? "Patient/" + patient
                : resourceType + "/" + draw.uuid().toString();
        event.withArray("/entity")
                .add(entity(resource, "2", "System Object", "4", "Domain Resource"))
                .add(entity("Patient/" + patient, "1", "Person", "1", "Patient"));
        return delivery(event, time);
    }

    /** Someone searched the resources of one patient. */
    public static Delivery search(Requestor who, String patient, String resourceType, Instant time, Draw draw) {
        ObjectNode event = event("E", time, draw);
        event.set("type", Json.coding(EVENT_TYPE, "rest", "Restful Operation"));
        event.putArray("subtype").add(Json.coding(INTERACTION, "search-type", "search-type"));
        agent(event, who);
        String query = "GET /fhir/" + resourceType + "?patient=" + patient + "&_sort=-date";
        ObjectNode queried = Json.object();
        queried.set("type", Json.coding(ENTITY_TYPE, "2", "System Object"));
        queried.set("role", Json.coding(ENTITY_ROLE, "24", "Query"));
        queried.put("query", Base64.getEncoder().encodeToString(query.getBytes(StandardCharsets.UTF_8)));
        event.withArray("/entity").add(queried).add(entity("Patient/" + patient, "1", "Person", "1", "Patient"));
        return delivery(event, time);
    }

    /** Someone exported the records of these patients; the event names each of them. */
    public static Delivery export(Requestor who, List<String> patients, Instant time, Draw draw) {
        ObjectNode event = event("R", time, draw);
        event.set("type", Json.coding(DICOM, "110106", "Export"));
        event.putArray("subtype").add(Json.coding(INTERACTION, "operation", "operation"));
        agent(event, who);
        for (String patient : patients) {
            event.withArray("/entity").add(entity("Patient/" + patient, "1", "Person", "1", "Patient"));
        }
        return delivery(event, time);
    }

    private static ObjectNode event(String action, Instant time, Draw draw) {
        return Json.object()
                .put("resourceType", "AuditEvent")
                .put("id", draw.uuid().toString())
                .put("action", action)
                .put("recorded", time.truncatedTo(ChronoUnit.MILLIS).toString())
                .put("outcome", "0");
    }

    private static void agent(ObjectNode event, Requestor who) {
        ObjectNode person = event.putArray("agent").addObject();
        person.putObject("type").putArray("coding").add(Json.coding(USER_TYPE, "humanuser", "human user"));
        ObjectNode reference = person.putObject("who").put("reference", who.reference());
        reference
                .putObject("identifier")
                .put("system", "https://portal.acme-health.example/users")
                .put("value", who.id());
        reference.put("display", who.name());
        person.put("altId", who.id()).put("name", who.name()).put("requestor", true);
        person.putObject("network").put("address", who.address()).put("type", "2");
        ObjectNode source = event.putObject("source").put("site", "portal.acme-health.example");
        source.putObject("observer").put("reference", "Device/portal-fhir");
        source.putArray("type").add(Json.coding(SOURCE_TYPE, "4", "Application Server"));
    }

    private static ObjectNode entity(
            String reference, String type, String typeDisplay, String role, String roleDisplay) {
        ObjectNode entity = Json.object();
        entity.putObject("what").put("reference", reference);
        entity.set("type", Json.coding(ENTITY_TYPE, type, typeDisplay));
        entity.set("role", Json.coding(ENTITY_ROLE, role, roleDisplay));
        return entity;
    }

    private static Delivery delivery(ObjectNode event, Instant time) {
        return new Delivery(
                SimulatedSources.PORTAL_FHIR,
                SimulatedSources.FHIR,
                Map.of("Content-Type", "application/fhir+json"),
                event.toString(),
                time);
    }
}
