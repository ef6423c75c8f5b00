package io.phiwatch.ingest.adapter.audit;

import static io.phiwatch.ingest.adapter.JsonPayload.phi;

import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An audited event, whatever it was written in.
 *
 * @param codes of its type, its subtypes
 * @param action C, R, U, D, E or empty
 * @param outcome 0, 4, 8 or 12
 * @param outcomeText what the record says of the outcome in words; empty where it says nothing
 * @param purposes codes of the purposes of use
 */
public record AuditRecord(
        Set<String> codes,
        String action,
        String outcome,
        String outcomeText,
        Set<String> purposes,
        List<AuditAgent> agents,
        List<AuditEntity> entities) {
    /** Import: the reader is where the data goes. */
    private static final String IMPORT = "110107";
    /** Codes of DICOM, which say what a machine did and not who somebody is. */
    private static final String DICOM = "1101";

    /** The event that it tells of. */
    public EventDraft draft(String id, Instant time) {
        EventDraft draft = new EventDraft(id, time, AuditAction.of(codes, action, entities));
        String names =
                codes.stream().flatMap(code -> ClearText.name(code).stream()).collect(Collectors.joining("/"));
        draft.actionNative = names.isEmpty() ? null : names;
        draft.surface = Surface.portal;
        draft.outcome = AuditAction.outcome(outcome, outcomeText);
        if (AuditAction.isEmergency(codes, purposes)) {
            draft.attributes.put("emergency", "true");
        }
        draft.attribute("audit", AuditAction.audit(codes));
        draft.attribute("purpose", ClearText.labels(purposes));
        patients(draft);
        actor(draft);
        object(draft);
        destination(draft);
        search(draft);
        entities.stream()
                .filter(AuditEntity::isRequestId)
                .findFirst()
                .ifPresent(request -> draft.transaction = phi(request.id()));
        entities.forEach(entity -> draft.texts.addAll(entity.texts()));
        draft.scan("body", "outcome", outcomeText);
        return draft;
    }

    private void patients(EventDraft draft) {
        entities.stream()
                .filter(AuditEntity::isPatient)
                .filter(entity -> !entity.id().isEmpty())
                .forEach(entity -> draft.patients.add(Phi.of(entity.id())));
        long count = entities.stream().filter(AuditEntity::isPatient).count();
        if (draft.action == Action.export && count > 0) {
            draft.recordsCount = count;
        }
    }

    /** The human who asked; else any human; else the machine that asked, which is the client's. */
    private void actor(EventDraft draft) {
        List<AuditAgent> clients = clients(draft.action);
        Optional<AuditAgent> actor = Stream.of(
                        agents.stream().filter(agent -> agent.requestor() && agent.isHuman()),
                        agents.stream().filter(AuditAgent::isHuman),
                        agents.stream().filter(AuditAgent::requestor),
                        clients.stream(),
                        agents.stream())
                .flatMap(candidates -> candidates)
                .findFirst();
        actor.ifPresent(agent -> {
            draft.actor = phi(agent.id());
            boolean self = draft.patients.contains(Phi.of(agent.id()));
            draft.actorKind = self ? ActorKind.patient : agent.actorKind();
            agent.codes().stream()
                    .filter(code -> !code.startsWith(DICOM))
                    .flatMap(code -> ClearText.name(code).stream())
                    .forEach(draft.actorRoles::add);
        });
        draft.clientAddress = phi(Stream.concat(actor.filter(AuditAgent::isHuman).stream(), clients.stream())
                .map(AuditAgent::address)
                .filter(address -> !address.isEmpty())
                .findFirst()
                .orElse(""));
    }

    /** Agents on the client's side, the likeliest first: data that is read goes to the client, else it comes from it. */
    private List<AuditAgent> clients(Action action) {
        boolean receives = action == Action.read || codes.contains(IMPORT);
        String side = receives ? AuditAgent.DESTINATION : AuditAgent.SOURCE;
        String server = receives ? AuditAgent.SOURCE : AuditAgent.DESTINATION;
        return Stream.of(
                        agents.stream().filter(agent -> agent.has(side)),
                        agents.stream().filter(agent -> agent.has(AuditAgent.APPLICATION)),
                        agents.stream().filter(agent -> !agent.has(server) && !agent.has(AuditAgent.CUSTODIAN)))
                .flatMap(candidates -> candidates)
                .toList();
    }

    private void object(EventDraft draft) {
        Optional<AuditEntity> object = entities.stream()
                .filter(AuditEntity::isObject)
                .findFirst()
                .or(() -> entities.stream().filter(AuditEntity::isPatient).findFirst());
        object.ifPresent(entity -> {
            String type = entity.isPatient() ? "Patient" : entity.kind();
            draft.objectType = ClearText.name(type).orElse("resource");
            draft.objectPerson = phi(entity.id());
        });
    }

    private void search(EventDraft draft) {
        entities.stream()
                .filter(AuditEntity::isQuery)
                .flatMap(query -> query.texts().stream())
                .filter(text -> text.field().equals("query"))
                .map(text -> NameSearch.length(text.text().reveal()))
                .flatMapToInt(OptionalInt::stream)
                .max()
                .ifPresent(length -> draft.attributes.put("name_length", String.valueOf(length)));
    }

    /** Who got what left. */
    private void destination(EventDraft draft) {
        if (draft.action != Action.export && draft.action != Action.transmit) {
            return;
        }
        String network = agents.stream()
                .filter(agent ->
                        agent.has(AuditAgent.DESTINATION) && agent.address().isEmpty())
                .map(AuditAgent::network)
                .findFirst()
                .orElse("");
        if (network.contains("://")) {
            draft.sentTo(network);
        } else if (network.indexOf('.') > 0) {
            draft.destinationHost =
                    ClearText.name(network.toLowerCase(Locale.ROOT)).orElse(null);
        }
    }
}
