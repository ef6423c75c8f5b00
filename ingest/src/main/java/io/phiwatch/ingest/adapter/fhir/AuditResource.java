package io.phiwatch.ingest.adapter.fhir;

import static io.phiwatch.ingest.adapter.JsonPayload.at;
import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.EventDraft.Scannable;
import io.phiwatch.ingest.adapter.audit.AuditAgent;
import io.phiwatch.ingest.adapter.audit.AuditEntity;
import io.phiwatch.ingest.adapter.audit.AuditRecord;
import io.phiwatch.ingest.privacy.Phi;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the resource AuditEvent in the shapes of DSTU2, STU3, R4 and R5. */
final class AuditResource {
    private AuditResource() {}

    static AuditRecord read(JsonNode resource) {
        JsonNode older = resource.path("event");
        List<AuditAgent> agents = new ArrayList<>();
        resource.path("agent").forEach(agent -> agents.add(agent(agent)));
        resource.path("participant").forEach(agent -> agents.add(agent(agent)));
        return new AuditRecord(
                Codes.of(
                        resource.path("type"),
                        resource.path("category"),
                        resource.path("code"),
                        resource.path("subtype"),
                        older.path("type"),
                        older.path("subtype")),
                first(text(resource, "action"), text(older, "action")),
                first(
                        text(resource, "outcome"),
                        Codes.one(resource.path("outcome").path("code")),
                        text(older, "outcome")),
                first(
                        text(resource, "outcomeDesc"),
                        text(older, "outcomeDesc"),
                        text(resource.path("outcome").path("detail").path(0), "text")),
                purposes(resource, older),
                agents,
                entities(resource));
    }

    private static Set<String> purposes(JsonNode resource, JsonNode older) {
        Set<String> purposes =
                Codes.of(resource.path("purposeOfEvent"), resource.path("authorization"), older.path("purposeOfEvent"));
        resource.path("agent").forEach(agent -> {
            purposes.addAll(Codes.of(agent.path("purposeOfUse")));
            purposes.addAll(Codes.of(agent.path("authorization")));
        });
        return purposes;
    }

    private static AuditAgent agent(JsonNode agent) {
        String reference = first(text(agent, "who", "reference"), text(agent, "reference", "reference"));
        String id = first(
                text(agent, "who", "identifier", "value"),
                Persons.id(reference),
                text(agent, "userId", "value"),
                text(agent, "userId"),
                text(agent, "altId"),
                text(agent, "who", "display"),
                text(agent, "name"));
        Set<String> codes = Codes.of(agent.path("type"), agent.path("role"));
        return new AuditAgent(
                id,
                Persons.kind(reference, codes),
                codes,
                agent.path("requestor").asBoolean(false),
                first(text(at(agent, "network"), "address"), text(agent, "networkString"), text(agent, "networkUri")));
    }

    private static List<AuditEntity> entities(JsonNode resource) {
        List<AuditEntity> entities = new ArrayList<>();
        resource.path("entity").forEach(entity -> entities.add(entity(entity)));
        resource.path("object").forEach(entity -> entities.add(entity(entity)));
        String patient = text(resource, "patient", "reference");
        if (!patient.isEmpty()) {
            // R5 has the patient beside the entities
            entities.add(new AuditEntity(Persons.id(patient), "Patient", Set.of(), Set.of(), true, List.of()));
        }
        return entities;
    }

    private static AuditEntity entity(JsonNode entity) {
        String reference = first(text(entity, "what", "reference"), text(entity, "reference", "reference"));
        String id = first(
                Persons.id(reference),
                text(entity, "what", "identifier", "value"),
                text(entity, "identifier", "value"),
                text(entity, "what", "display"),
                text(entity, "name"));
        return new AuditEntity(
                id,
                Persons.type(reference),
                Codes.of(entity.path("type")),
                Codes.of(entity.path("role")),
                Persons.isPatient(reference),
                texts(entity));
    }

    private static List<Scannable> texts(JsonNode entity) {
        List<Scannable> texts = new ArrayList<>();
        add(texts, "query", AuditEntity.decoded(text(entity, "query")));
        add(texts, "description", text(entity, "description"));
        add(texts, "name", text(entity, "name"));
        for (JsonNode detail : entity.path("detail")) {
            String value = first(
                    text(detail, "valueString"),
                    AuditEntity.decoded(text(detail, "valueBase64Binary")),
                    AuditEntity.decoded(text(detail, "value")));
            add(texts, first(text(detail, "type"), Codes.one(detail.path("type"))), value);
        }
        return texts;
    }

    private static void add(List<Scannable> texts, String field, String text) {
        if (!text.isEmpty()) {
            texts.add(new Scannable("body", field, Phi.of(text)));
        }
    }
}
