package io.phiwatch.ingest.adapter.atna;

import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.EventDraft.Scannable;
import io.phiwatch.ingest.adapter.audit.AuditAgent;
import io.phiwatch.ingest.adapter.audit.AuditAgent.Kind;
import io.phiwatch.ingest.adapter.audit.AuditEntity;
import io.phiwatch.ingest.adapter.audit.AuditRecord;
import io.phiwatch.ingest.privacy.Phi;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads an audit message in both spellings: {@code csd-code} and {@code originalText} of DICOM PS3.15 A.5, {@code code}
 * and {@code displayName} of RFC 3881.
 */
final class AuditMessage {
    /** OpenEMR writes this in the place of a code; the name beside it says what was meant. */
    private static final String NO_CODE = "eventIDcode";

    private static final Map<String, String> BY_NAME = Map.of("login", "110122", "logout", "110123");
    private static final Set<String> NOBODY = Set.of("", "unknown", "anonymous");

    private AuditMessage() {}

    /**
     * The record.
     *
     * @param authority the one whose patient ids are known elsewhere by the id alone; empty where none is set
     */
    static AuditRecord read(XmlElement message, String authority) {
        XmlElement event = message.child("EventIdentification");
        Set<String> codes = new LinkedHashSet<>();
        event.children("EventID").forEach(id -> codes.add(code(id)));
        event.children("EventTypeCode").forEach(type -> codes.add(code(type)));
        Set<String> purposes = new LinkedHashSet<>();
        event.children("PurposeOfUse").forEach(purpose -> purposes.add(code(purpose)));
        codes.remove("");
        purposes.remove("");
        return new AuditRecord(
                codes,
                event.attribute("EventActionCode"),
                event.attribute("EventOutcomeIndicator"),
                event.child("EventOutcomeDescription").text(),
                purposes,
                message.children("ActiveParticipant").map(AuditMessage::agent).toList(),
                message.children("ParticipantObjectIdentification")
                        .map(object -> entity(object, authority))
                        .toList());
    }

    private static String code(XmlElement coded) {
        String code = coded.attribute("csd-code", "code");
        if (!code.equals(NO_CODE)) {
            return code;
        }
        String name = coded.attribute("originalText", "displayName");
        return BY_NAME.getOrDefault(
                name.toLowerCase(Locale.ROOT), ClearText.label(name).orElse(""));
    }

    private static AuditAgent agent(XmlElement participant) {
        String user = participant.attribute("UserID");
        Set<String> codes = new LinkedHashSet<>();
        participant.children("RoleIDCode").forEach(role -> codes.add(code(role)));
        codes.remove("");
        String id = NOBODY.contains(user.toLowerCase(Locale.ROOT)) ? participant.attribute("AlternativeUserID") : user;
        return new AuditAgent(
                id,
                kind(user, codes, !participant.attribute("UserName").isEmpty()),
                codes,
                participant.attribute("UserIsRequestor").equalsIgnoreCase("true"),
                participant.attribute("NetworkAccessPointID"));
    }

    /** IHE's transactions put the address of a service, or application and facility, where a user would stand. */
    private static Kind kind(String user, Set<String> codes, boolean named) {
        Kind kind = AuditAgent.kindOf(codes);
        if (kind != Kind.UNKNOWN || named) {
            return named && kind == Kind.UNKNOWN ? Kind.STAFF : kind;
        }
        boolean machine = NOBODY.contains(user.toLowerCase(Locale.ROOT))
                || user.contains("://")
                || user.startsWith("/")
                || user.contains("|")
                || user.endsWith("$");
        return machine ? Kind.MACHINE : Kind.UNKNOWN;
    }

    private static AuditEntity entity(XmlElement object, String authority) {
        Set<String> type = codes(object.attribute("ParticipantObjectTypeCode"));
        Set<String> role = codes(object.attribute("ParticipantObjectTypeCodeRole"));
        XmlElement kind = object.child("ParticipantObjectIDTypeCode");
        String id = object.attribute("ParticipantObjectID");
        AuditEntity entity = new AuditEntity(
                id,
                ClearText.label(kind.attribute("originalText", "displayName")).orElse(""),
                type,
                role,
                false,
                texts(object));
        return entity.isPatient()
                ? new AuditEntity(PatientId.of(id, authority), entity.kind(), type, role, true, entity.texts())
                : entity;
    }

    private static Set<String> codes(String code) {
        return code.isEmpty() ? Set.of() : Set.of(code);
    }

    private static List<Scannable> texts(XmlElement object) {
        List<Scannable> texts = new ArrayList<>();
        add(texts, "name", object.child("ParticipantObjectName").text());
        add(
                texts,
                "query",
                AuditEntity.decoded(object.child("ParticipantObjectQuery").text()));
        object.children("ParticipantObjectDetail")
                .forEach(
                        detail -> add(texts, detail.attribute("type"), AuditEntity.decoded(detail.attribute("value"))));
        object.children("ParticipantObjectDescription").forEach(words -> add(texts, "description", words.text()));
        return texts;
    }

    private static void add(List<Scannable> texts, String field, String text) {
        if (!text.isEmpty()) {
            texts.add(new Scannable("body", field, Phi.of(text)));
        }
    }
}
