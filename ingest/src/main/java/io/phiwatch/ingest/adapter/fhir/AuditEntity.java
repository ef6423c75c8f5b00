package io.phiwatch.ingest.adapter.fhir;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.EventDraft.Scannable;
import io.phiwatch.ingest.privacy.Phi;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Something that an audited event touched.
 *
 * @param id best identity of it; empty where there is none
 * @param reference FHIR reference to it; empty where there is none
 * @param type codes of its type
 * @param role codes of its role
 * @param texts what people or programs wrote about it, decoded
 */
record AuditEntity(String id, String reference, Set<String> type, Set<String> role, List<Scannable> texts) {
    private static final String PERSON = "1";
    private static final String PATIENT_ROLE = "1";
    private static final String QUERY_ROLE = "24";
    private static final String REQUEST_ID = "XrequestId";

    static AuditEntity of(JsonNode entity) {
        String reference = first(text(entity, "what", "reference"), text(entity, "reference", "reference"));
        String id = first(
                Persons.id(reference),
                text(entity, "what", "identifier", "value"),
                text(entity, "identifier", "value"),
                text(entity, "what", "display"),
                text(entity, "name"));
        return new AuditEntity(
                id, reference, Codes.of(entity.path("type")), Codes.of(entity.path("role")), read(entity));
    }

    /** By its role; by its reference or its type only where no role says something else. */
    boolean isPatient() {
        if (role.isEmpty()) {
            return Persons.isPatient(reference) || type.contains(PERSON);
        }
        return role.contains(PATIENT_ROLE) || (Persons.isPatient(reference) && type.contains(PERSON));
    }

    boolean isQuery() {
        return role.contains(QUERY_ROLE);
    }

    boolean isRequestId() {
        return type.contains(REQUEST_ID);
    }

    /** Whether it is what the event was about, rather than whose it was or how it was asked for. */
    boolean isObject() {
        return !isPatient() && !isQuery() && !isRequestId() && !id.isEmpty();
    }

    private static List<Scannable> read(JsonNode entity) {
        List<Scannable> texts = new ArrayList<>();
        add(texts, "query", decoded(text(entity, "query")));
        add(texts, "description", text(entity, "description"));
        add(texts, "name", text(entity, "name"));
        for (JsonNode detail : entity.path("detail")) {
            String value = first(
                    text(detail, "valueString"),
                    decoded(text(detail, "valueBase64Binary")),
                    decoded(text(detail, "value")));
            add(texts, first(text(detail, "type"), Codes.one(detail.path("type"))), value);
        }
        return texts;
    }

    private static void add(List<Scannable> texts, String field, String text) {
        if (!text.isEmpty()) {
            texts.add(new Scannable("body", field, Phi.of(text)));
        }
    }

    /** Base64 as the specification wants it; what senders wrote plainly is taken as it is. */
    private static String decoded(String text) {
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
