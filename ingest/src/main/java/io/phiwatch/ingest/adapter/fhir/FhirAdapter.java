package io.phiwatch.ingest.adapter.fhir;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonItem;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Parsed.Reason;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.adapter.audit.AuditAgent;
import io.phiwatch.ingest.adapter.audit.AuditEntity;
import io.phiwatch.ingest.adapter.audit.AuditRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads AuditEvent resources in JSON, of R4 and in the shapes of DSTU2, STU3 and R5, alone, in a Bundle, in an array or
 * one a line: docs/adapters/fhir.md.
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
        List<JsonItem> resources = JsonItem.of(delivery.body()).stream()
                .flatMap(item -> resources(item).stream())
                .toList();
        return JsonItem.read(resources, delivery, FhirAdapter::parse);
    }

    /** A Bundle has its resources inside. */
    private static List<JsonItem> resources(JsonItem item) {
        boolean bundle = item.json()
                .filter(json -> text(json, "resourceType").equals("Bundle"))
                .isPresent();
        if (!bundle) {
            return List.of(item);
        }
        List<JsonItem> resources = new ArrayList<>();
        for (JsonNode entry : item.json().orElseThrow().path("entry")) {
            resources.add(new JsonItem(Optional.of(entry.path("resource")), JsonPayload.bytes(entry.path("resource"))));
        }
        return resources;
    }

    private static Parsed parse(JsonNode resource, byte[] raw, String place) {
        if (!text(resource, "resourceType").equals("AuditEvent")) {
            return new Parsed.Rejected(Reason.NOT_AN_EVENT, "resourceType", raw);
        }
        Optional<Instant> time = JsonPayload.time(recorded(resource));
        if (time.isEmpty()) {
            return new Parsed.Rejected(Reason.MISSING_TIME, "recorded", raw);
        }
        AuditRecord audit = AuditResource.read(resource);
        return new Parsed.Event(audit.draft(id(resource, place, audit), time.get()), raw);
    }

    private static String recorded(JsonNode resource) {
        return first(text(resource, "recorded"), text(resource, "event", "dateTime"));
    }

    /** The resource's id; without one, its content and where it stood. */
    private static String id(JsonNode resource, String place, AuditRecord audit) {
        String request = audit.entities().stream()
                .filter(AuditEntity::isRequestId)
                .map(AuditEntity::id)
                .findFirst()
                .orElse("");
        String id = text(resource, "id");
        if (!id.isEmpty()) {
            return EventIds.of("resource", id, recorded(resource), request);
        }
        String people = audit.agents().stream().map(AuditAgent::id).collect(Collectors.joining("\n"));
        String things = audit.entities().stream().map(AuditEntity::id).collect(Collectors.joining("\n"));
        return EventIds.of("content", recorded(resource), request, people, things, place);
    }
}
