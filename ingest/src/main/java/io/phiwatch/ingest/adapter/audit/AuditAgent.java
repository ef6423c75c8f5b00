package io.phiwatch.ingest.adapter.audit;

import io.phiwatch.schema.ActorKind;
import java.util.Set;

/**
 * Somebody or something that took part in an audited event.
 *
 * @param id how the record names it, best identity first; empty where it doesn't
 * @param kind what the record says that it is
 * @param codes of its type and its roles
 * @param network address or name of its machine, as the record writes it; empty where there is none
 */
public record AuditAgent(String id, Kind kind, Set<String> codes, boolean requestor, String network) {
    /** Where data came from, and where it went; client and server swap them by the direction of the data. */
    static final String SOURCE = "110153";

    static final String DESTINATION = "110152";
    /** A program that runs on the client's machine. */
    static final String APPLICATION = "110150";
    /** The server of a deletion, which moves no data. */
    static final String CUSTODIAN = "custodian";

    private static final Set<String> PATIENTS = Set.of("PATSUBJ", "PAT");
    /** Codes that humans have in the examples of FHIR and of IHE's BALP. */
    private static final Set<String> HUMANS = Set.of("humanuser", "IRCP", "INF", "AUT", "enterer", "verifier", "HCP");

    private static final Set<String> MACHINES = Set.of(APPLICATION, "110151", "dataprocessor", CUSTODIAN);

    /** What somebody or something is. */
    public enum Kind {
        STAFF,
        PATIENT,
        MACHINE,
        /** The record doesn't say: whoever asked is taken for a person. */
        UNKNOWN
    }

    /** What the codes say. */
    public static Kind kindOf(Set<String> codes) {
        if (codes.stream().anyMatch(PATIENTS::contains)) {
            return Kind.PATIENT;
        }
        if (codes.stream().anyMatch(HUMANS::contains)) {
            return Kind.STAFF;
        }
        return codes.stream().anyMatch(MACHINES::contains) ? Kind.MACHINE : Kind.UNKNOWN;
    }

    boolean isHuman() {
        return switch (kind) {
            case STAFF, PATIENT -> true;
            case UNKNOWN -> requestor;
            case MACHINE -> false;
        };
    }

    ActorKind actorKind() {
        if (kind == Kind.PATIENT) {
            return ActorKind.patient;
        }
        return isHuman() ? ActorKind.staff : ActorKind.service;
    }

    boolean has(String code) {
        return codes.contains(code);
    }

    /** The network address if it looks like an IP address, else empty. */
    String address() {
        boolean ip = network.indexOf(':') != network.lastIndexOf(':') || network.indexOf('.') > 0;
        boolean digits = network.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':' || c == '%');
        boolean dotted = network.indexOf(':') >= 0 || network.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        return ip && digits && dotted ? network : "";
    }
}
