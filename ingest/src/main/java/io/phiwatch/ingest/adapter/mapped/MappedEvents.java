package io.phiwatch.ingest.adapter.mapped;

import static io.phiwatch.ingest.adapter.JsonPayload.phi;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.BodyScan;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.UrlScan;
import io.phiwatch.ingest.destination.HostNames;
import io.phiwatch.ingest.phi.UrlText;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes events by a mapping. Whatever should be clear is clear only if it reads like a name in code. Immutable. */
final class MappedEvents {
    private static final FieldRule NONE = FieldRule.constant("");

    private final Mapping mapping;

    MappedEvents(Mapping mapping) {
        this.mapping = mapping;
    }

    /** The events in a document, none for an empty list; empty where the document has no such place. */
    Optional<List<JsonNode>> split(JsonNode document) {
        List<JsonNode> nodes = mapping.events().nodes(document);
        return nodes.isEmpty()
                ? Optional.empty()
                : Optional.of(nodes.stream()
                        .flatMap(node -> JsonPayload.items(node).stream())
                        .toList());
    }

    /** The source's own time; empty where it cannot be read. */
    Optional<Instant> time(JsonNode event) {
        return mapping.time().parse(read(event, Mapping.TIME));
    }

    /** The event; its action is {@code other} where the mapping knows none for it. */
    EventDraft draft(JsonNode event, Instant time, String fallbackId) {
        String id = read(event, Mapping.ID);
        EventDraft draft = new EventDraft(
                id.isEmpty() ? fallbackId : EventIds.of(id),
                time,
                enumOf(Action.values(), event, Mapping.ACTION, Action.other));
        draft.outcome = enumOf(Outcome.values(), event, Mapping.OUTCOME, Outcome.success);
        draft.surface = surface(event);
        addActor(draft, event);
        draft.actionNative = name(event, "action.native");
        draft.objectType = name(event, "object.type");
        draft.objectId = name(event, "object.id");
        draft.objectPerson = phi(read(event, "object.person"));
        draft.clientAddress = phi(read(event, "client.ip"));
        draft.userAgent = phi(read(event, "client.agent"));
        draft.patientsCount = number(event, "patients.count");
        draft.recordsCount = number(event, "records.count");
        draft.bytes = number(event, "bytes");
        draft.destinationHost = HostNames.of(read(event, "destination.host")).orElse(null);
        draft.transportEncrypted = truth(event, "transport.encrypted");
        for (JsonPath path : mapping.patients()) {
            path.texts(event).forEach(patient -> draft.patients.add(Phi.of(patient)));
        }
        mapping.attributes()
                .forEach((name, rule) ->
                        ClearText.name(rule.read(event)).ifPresent(value -> draft.attributes.put(name, value)));
        for (Mapping.TextRule rule : mapping.texts()) {
            rule.at().nodes(event).forEach(node -> draft.texts.addAll(texts(rule, node)));
        }
        return draft;
    }

    private static List<EventDraft.Scannable> texts(Mapping.TextRule rule, JsonNode node) {
        boolean url = rule.place().equals("url") || rule.place().equals("referrer");
        return url
                ? UrlScan.texts(rule.place(), UrlText.of(JsonPayload.text(node)))
                : BodyScan.texts(rule.place(), rule.at().name(), node);
    }

    private void addActor(EventDraft draft, JsonNode event) {
        draft.actor = phi(read(event, "actor.id"));
        draft.actorKind = enumOf(ActorKind.values(), event, Mapping.ACTOR_KIND, ActorKind.anonymous);
        draft.mfa = truth(event, "actor.mfa");
        draft.session = phi(read(event, "session.id"));
        rule("actor.roles").readAll(event).stream()
                .flatMap(role -> ClearText.name(role).stream())
                .forEach(draft.actorRoles::add);
    }

    private @Nullable Surface surface(JsonNode event) {
        String name = read(event, Mapping.SURFACE);
        return Arrays.stream(Surface.values())
                .filter(surface -> surface.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private <E extends Enum<E>> E enumOf(E[] values, JsonNode event, String field, E otherwise) {
        String name = read(event, field);
        return Arrays.stream(values)
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElse(otherwise);
    }

    private @Nullable String name(JsonNode event, String field) {
        return ClearText.name(read(event, field)).orElse(null);
    }

    private @Nullable Long number(JsonNode event, String field) {
        String text = read(event, field);
        boolean digits = !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.valueOf(text) : null;
    }

    private @Nullable Boolean truth(JsonNode event, String field) {
        return switch (read(event, field)) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        };
    }

    private String read(JsonNode event, String field) {
        return rule(field).read(event);
    }

    private FieldRule rule(String field) {
        return mapping.fields().getOrDefault(field, NONE);
    }
}
