package io.phiwatch.ingest.adapter.fhir;

/** Makes one identity of the several ways to refer to a person. */
final class Persons {
    private static final String PATIENT = "Patient/";
    private static final String VERSION = "/_history/";

    private Persons() {}

    static boolean isPatient(String reference) {
        return reference.startsWith(PATIENT) || reference.contains('/' + PATIENT);
    }

    /** The id alone for patients, relative or absolute, without version; other references as type and id. */
    static String id(String reference) {
        int version = reference.indexOf(VERSION);
        String current = version < 0 ? reference : reference.substring(0, version);
        if (isPatient(current)) {
            return current.substring(current.lastIndexOf(PATIENT) + PATIENT.length());
        }
        int id = current.lastIndexOf('/');
        int type = id <= 0 ? -1 : current.lastIndexOf('/', id - 1);
        return current.substring(type + 1);
    }

    /** Type of the resource referred to; empty where the reference has none. */
    static String type(String reference) {
        String id = isPatient(reference) ? PATIENT : id(reference);
        int slash = id.indexOf('/');
        return slash < 0 ? "" : id.substring(0, slash);
    }
}
