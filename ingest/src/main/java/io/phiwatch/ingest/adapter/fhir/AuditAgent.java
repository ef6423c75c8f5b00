package io.phiwatch.ingest.adapter.fhir;

import static io.phiwatch.ingest.adapter.JsonPayload.at;
import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.schema.ActorKind;
import java.util.List;
import java.util.Set;

/**
 * Somebody or something that took part in an audited event.
 *
 * @param id how the record names it, best identity first; empty where it doesn't
 * @param reference FHIR reference to it, such as {@code Practitioner/7}; empty where there is none
 * @param types codes of its type and its roles
 * @param address network address if it looks like an IP address, else empty
 */
record AuditAgent(String id, String reference, Set<String> types, boolean requestor, String address) {
    /** Codes that humans have in the examples of FHIR and of IHE's BALP. */
    private static final Set<String> HUMAN =
            Set.of("humanuser", "IRCP", "INF", "AUT", "PATSUBJ", "enterer", "verifier");

    private static final List<String> STAFF = List.of("Practitioner/", "PractitionerRole/", "Organization/", "Person/");
    private static final List<String> PATIENTS = List.of("Patient/", "RelatedPerson/");
    private static final List<String> MACHINES = List.of("Device/", "Endpoint/");
    private static final Set<String> MACHINE_TYPES = Set.of("110150", "110151", "dataprocessor", "custodian");

    static AuditAgent of(JsonNode agent) {
        String reference = first(text(agent, "who", "reference"), text(agent, "reference", "reference"));
        String id = first(
                text(agent, "who", "identifier", "value"),
                Persons.id(reference),
                text(agent, "userId", "value"),
                text(agent, "userId"),
                text(agent, "altId"),
                text(agent, "who", "display"),
                text(agent, "name"));
        return new AuditAgent(
                id,
                reference,
                Codes.of(agent.path("type"), agent.path("role")),
                agent.path("requestor").asBoolean(false),
                address(agent));
    }

    private static String address(JsonNode agent) {
        String address = first(text(at(agent, "network"), "address"), text(agent, "networkString"));
        boolean ip = address.indexOf(':') != address.lastIndexOf(':') || address.indexOf('.') > 0;
        boolean digits = address.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':' || c == '%');
        boolean dotted = address.indexOf(':') >= 0 || address.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        return ip && digits && dotted ? address : "";
    }

    boolean isHuman() {
        boolean typed = types.stream().anyMatch(HUMAN::contains);
        boolean referred = refersTo(STAFF) || refersTo(PATIENTS);
        return typed || referred || (requestor && !isMachine());
    }

    ActorKind kind() {
        if (refersTo(PATIENTS)) {
            return ActorKind.patient;
        }
        return isHuman() ? ActorKind.staff : ActorKind.service;
    }

    private boolean isMachine() {
        return refersTo(MACHINES) || types.stream().anyMatch(MACHINE_TYPES::contains);
    }

    private boolean refersTo(List<String> kinds) {
        return kinds.stream().anyMatch(kind -> reference.startsWith(kind) || reference.contains('/' + kind));
    }
}
