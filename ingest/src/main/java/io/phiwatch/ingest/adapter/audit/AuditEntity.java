package io.phiwatch.ingest.adapter.audit;

import io.phiwatch.ingest.adapter.EventDraft.Scannable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Something that an audited event touched.
 *
 * @param id best identity of it; empty where there is none
 * @param kind what it is, such as {@code Observation}; empty where the record doesn't say
 * @param type codes of its type
 * @param role codes of its role
 * @param refersToPatient whether its id is that of a patient, by the kind of reference
 * @param texts what people or programs wrote about it, decoded
 */
public record AuditEntity(
        String id, String kind, Set<String> type, Set<String> role, boolean refersToPatient, List<Scannable> texts) {
    private static final String PERSON = "1";
    private static final String PATIENT_ROLE = "1";
    private static final String QUERY_ROLE = "24";
    private static final String REQUEST_ID = "XrequestId";
    private static final String BULK_EXPORT = "$export";

    /** By its role; by its reference or its type only where no role says something else. */
    public boolean isPatient() {
        if (role.isEmpty()) {
            return refersToPatient || type.contains(PERSON);
        }
        return role.contains(PATIENT_ROLE) || (refersToPatient && type.contains(PERSON));
    }

    boolean isQuery() {
        return role.contains(QUERY_ROLE);
    }

    /** Whether it names the request, which several events can have in common. */
    public boolean isRequestId() {
        return type.contains(REQUEST_ID);
    }

    /** Whether it is what the event was about, rather than whose it was or how it was asked for. */
    boolean isObject() {
        return !isPatient() && !isQuery() && !isRequestId() && !id.isEmpty();
    }

    /** Whether it asks for all records at once, as FHIR's bulk data operation does. */
    boolean asksForBulk() {
        return id.contains(BULK_EXPORT)
                || texts.stream().anyMatch(text -> text.text().reveal().contains(BULK_EXPORT));
    }

    /** Base64 as the specifications want it; what senders wrote plainly is taken as it is. */
    public static String decoded(String text) {
        try {
            String decoded = new String(Base64.getDecoder().decode(text.replaceAll("\\s", "")), StandardCharsets.UTF_8);
            return decoded.chars().allMatch(AuditEntity::isText) ? decoded : text;
        } catch (IllegalArgumentException plain) {
            return text;
        }
    }

    private static boolean isText(int c) {
        return c != 0xFFFD && (c >= ' ' || c == '\n' || c == '\r' || c == '\t');
    }
}
