package io.phiwatch.ingest.adapter.fhir;

import io.phiwatch.ingest.adapter.audit.AuditAgent;
import io.phiwatch.ingest.adapter.audit.AuditAgent.Kind;
import java.util.List;
import java.util.Set;

/** Makes one identity of the several ways to refer to a person. */
final class Persons {
    private static final String PATIENT = "Patient";
    private static final String VERSION = "/_history/";
    /** The workforce, known elsewhere by the id alone. */
    private static final List<String> STAFF = List.of("Practitioner", "PractitionerRole", "Person");

    private static final Set<String> MACHINES = Set.of("Device", "Endpoint");

    private Persons() {}

    static boolean isPatient(String reference) {
        return type(reference).equals(PATIENT);
    }

    /** The id alone for patients and the workforce, relative or absolute, without version; else as type and id. */
    static String id(String reference) {
        String type = type(reference);
        String last = last(reference);
        boolean person = type.equals(PATIENT) || STAFF.contains(type);
        return type.isEmpty() || person ? last : type + '/' + last;
    }

    /** Type of the resource referred to; empty where the reference has none. */
    static String type(String reference) {
        String current = current(reference);
        int id = current.lastIndexOf('/');
        return id <= 0 ? "" : current.substring(current.lastIndexOf('/', id - 1) + 1, id);
    }

    /** What the reference says that somebody is. */
    static Kind kind(String reference, Set<String> codes) {
        String type = type(reference);
        if (type.equals(PATIENT) || type.equals("RelatedPerson")) {
            return Kind.PATIENT;
        }
        if (STAFF.contains(type) || type.equals("Organization")) {
            return Kind.STAFF;
        }
        return MACHINES.contains(type) ? Kind.MACHINE : AuditAgent.kindOf(codes);
    }

    private static String last(String reference) {
        String current = current(reference);
        return current.substring(current.lastIndexOf('/') + 1);
    }

    private static String current(String reference) {
        int version = reference.indexOf(VERSION);
        return version < 0 ? reference : reference.substring(0, version);
    }
}
