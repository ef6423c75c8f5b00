package io.phiwatch.ingest.adapter.fhir;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Parsed.Reason;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads AuditEvent resources in JSON, of R4 and in the shapes of DSTU2, STU3 and R5, alone, in a Bundle or in an array:
 * docs/adapters/fhir.md.
 */
public final class FhirAdapter implements Adapter {
    @Override
    public String platform() {
        return "fhir";
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return Signatures.isBearer(delivery, source.secrets());
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        Optional<JsonNode> body = JsonPayload.parse(delivery.body());
        if (body.isEmpty()) {
            return List.of(new Parsed.Rejected(Reason.MALFORMED_JSON, null, delivery.body()));
        }
        List<JsonNode> resources = resources(body.get());
        List<Parsed> parsed = new ArrayList<>(resources.size());
        for (int i = 0; i < resources.size(); i++) {
            byte[] raw = resources.size() == 1 ? delivery.body() : JsonPayload.bytes(resources.get(i));
            parsed.add(parse(resources.get(i), raw, delivery.id() + ':' + i));
        }
        return parsed;
    }

    private static List<JsonNode> resources(JsonNode body) {
        if (!text(body, "resourceType").equals("Bundle")) {
            return JsonPayload.items(body);
        }
        List<JsonNode> resources = new ArrayList<>();
        body.path("entry").forEach(entry -> resources.add(entry.path("resource")));
        return resources;
    }

    private static Parsed parse(JsonNode resource, byte[] raw, String place) {
        if (!text(resource, "resourceType").equals("AuditEvent")) {
            return new Parsed.Rejected(Reason.NOT_AN_EVENT, "resourceType", raw);
        }
        String recorded = first(text(resource, "recorded"), text(resource, "event", "dateTime"));
        Optional<Instant> time = JsonPayload.time(recorded);
        if (time.isEmpty()) {
            return new Parsed.Rejected(Reason.MISSING_TIME, "recorded", raw);
        }
        List<AuditAgent> agents = new ArrayList<>();
        resource.path("agent").forEach(agent -> agents.add(AuditAgent.of(agent)));
        resource.path("participant").forEach(agent -> agents.add(AuditAgent.of(agent)));
        List<AuditEntity> entities = new ArrayList<>();
        resource.path("entity").forEach(entity -> entities.add(AuditEntity.of(entity)));
        resource.path("object").forEach(entity -> entities.add(AuditEntity.of(entity)));
        return new Parsed.Event(draft(resource, time.get(), place, agents, entities), raw);
    }

    private static EventDraft draft(
            JsonNode resource, Instant time, String place, List<AuditAgent> agents, List<AuditEntity> entities) {
        JsonNode older = resource.path("event");
        Set<String> codes = Codes.of(
                resource.path("type"),
                resource.path("category"),
                resource.path("code"),
                resource.path("subtype"),
                older.path("type"),
                older.path("subtype"));
        String crude = first(text(resource, "action"), text(older, "action"));
        boolean query = entities.stream().anyMatch(AuditEntity::isQuery);
        EventDraft draft =
                new EventDraft(id(resource, place, agents, entities), time, AuditAction.of(codes, crude, query));
        draft.actionNative = codes.stream()
                .flatMap(code -> ClearText.name(code).stream())
                .collect(Collectors.collectingAndThen(Collectors.joining("/"), all -> all.isEmpty() ? null : all));
        draft.surface = Surface.portal;
        draft.outcome = AuditAction.outcome(outcome(resource, older));
        if (AuditAction.isEmergency(codes, purposes(resource, older))) {
            draft.attributes.put("emergency", "true");
        }
        patients(draft, resource, entities);
        actor(draft, agents);
        object(draft, entities);
        entities.forEach(entity -> draft.texts.addAll(entity.texts()));
        return draft;
    }

    private static String outcome(JsonNode resource, JsonNode older) {
        return first(
                text(resource, "outcome"), Codes.one(resource.path("outcome").path("code")), text(older, "outcome"));
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

    /** The resource's id; without one, its content and where it stood. */
    private static String id(JsonNode resource, String place, List<AuditAgent> agents, List<AuditEntity> entities) {
        String request = entities.stream()
                .filter(AuditEntity::isRequestId)
                .map(AuditEntity::id)
                .findFirst()
                .orElse("");
        String id = text(resource, "id");
        String recorded = first(text(resource, "recorded"), text(resource, "event", "dateTime"));
        if (!id.isEmpty()) {
            return EventIds.of("resource", id, recorded, request);
        }
        String people = agents.stream().map(AuditAgent::id).collect(Collectors.joining("\n"));
        String things = entities.stream().map(AuditEntity::id).collect(Collectors.joining("\n"));
        return EventIds.of("content", recorded, request, people, things, place);
    }

    private static void patients(EventDraft draft, JsonNode resource, List<AuditEntity> entities) {
        entities.stream()
                .filter(AuditEntity::isPatient)
                .filter(entity -> !entity.id().isEmpty())
                .forEach(entity -> draft.patients.add(Phi.of(entity.id())));
        String patient = Persons.id(text(resource, "patient", "reference"));
        if (!patient.isEmpty()) {
            draft.patients.add(Phi.of(patient));
        }
        long count = entities.stream().filter(AuditEntity::isPatient).count();
        if (draft.action == Action.export && count > 0) {
            draft.recordsCount = count;
        }
    }

    /** The human who asked; else any human; else the machine that did it. */
    private static void actor(EventDraft draft, List<AuditAgent> agents) {
        Optional<AuditAgent> human = agents.stream()
                .filter(agent -> agent.requestor() && agent.isHuman())
                .findFirst()
                .or(() -> agents.stream().filter(AuditAgent::isHuman).findFirst());
        Optional<AuditAgent> acting =
                human.or(() -> agents.stream().filter(AuditAgent::requestor).findFirst());
        AuditAgent actor = acting.or(() -> agents.stream().findFirst()).orElse(null);
        if (actor != null) {
            draft.actor = phi(actor.id());
            draft.actorKind = draft.patients.contains(Phi.of(actor.id())) ? ActorKind.patient : actor.kind();
        }
        String own = actor == null ? "" : actor.address();
        String any = agents.stream()
                .map(AuditAgent::address)
                .filter(address -> !address.isEmpty())
                .findFirst()
                .orElse("");
        draft.clientAddress = phi(first(own, any));
    }

    private static void object(EventDraft draft, List<AuditEntity> entities) {
        Optional<AuditEntity> object = entities.stream()
                .filter(AuditEntity::isObject)
                .findFirst()
                .or(() -> entities.stream().filter(AuditEntity::isPatient).findFirst());
        object.ifPresent(entity -> {
            String type = entity.isPatient() ? "Patient" : Persons.type(entity.reference());
            draft.objectType = ClearText.name(type).orElse("resource");
            draft.objectPerson = phi(entity.id());
        });
    }
}
