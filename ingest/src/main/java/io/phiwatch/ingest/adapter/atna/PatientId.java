package io.phiwatch.ingest.adapter.atna;

/**
 * The patient identifier of HL7 version 2, data type CX: {@code id^^^namespace&oid&ISO^type}, repeated with {@code ~}
 * where one patient is known under several.
 */
final class PatientId {
    private static final int ID = 0;
    private static final int AUTHORITY = 3;

    private PatientId() {}

    /**
     * The id alone where it is of the given authority, or of none; else the id and its authority, since two authorities
     * may give the same id to two patients.
     *
     * @param authority namespace or OID; empty where none is set
     */
    static String of(String text, String authority) {
        String[] repetitions = text.split("~", -1);
        for (String repetition : repetitions) {
            if (!authority.isEmpty() && isOf(repetition, authority)) {
                return component(repetition, ID);
            }
        }
        String first = repetitions[0];
        String id = component(first, ID);
        String own = oidOrNamespace(component(first, AUTHORITY));
        return id.isEmpty() || own.isEmpty() ? id : id + '^' + own;
    }

    private static boolean isOf(String repetition, String authority) {
        String[] parts = component(repetition, AUTHORITY).split("&", -1);
        return parts[0].equals(authority) || (parts.length > 1 && parts[1].equals(authority));
    }

    private static String oidOrNamespace(String authority) {
        String[] parts = authority.split("&", -1);
        return parts.length > 1 && !parts[1].isEmpty() ? parts[1] : parts[0];
    }

    private static String component(String repetition, int index) {
        String[] components = repetition.split("\\^", -1);
        return index < components.length ? components[index].strip() : "";
    }
}
