package io.phiwatch.ingest.normalise;

import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.ReferenceDraft;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.destination.Destinations;
import io.phiwatch.ingest.privacy.ExerciseMarks;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.ingest.privacy.TokenKind;
import io.phiwatch.ingest.privacy.Tokens;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.DestinationRelation;
import io.phiwatch.schema.NetworkKind;
import io.phiwatch.schema.ReferenceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns what an adapter read into the event that leaves the edge: identifiers become tokens, addresses become what
 * is known of their network, texts become findings. No identifier passes it in the clear. Pure and thread-safe.
 */
public final class Normaliser {
    /** How far a source's clock may be ahead of ours. */
    static final Duration MAX_AHEAD = Duration.ofMinutes(5);
    /** Tokens that one event may carry, so that a record stays well under the broker's limit of 1 MiB. */
    static final int MAX_PATIENTS = 10_000;

    private final Tokens tokens;
    private final Scanner scanner;
    private final Outgoing outgoing;
    private final ClientFacts clients;
    private final Destinations destinations;
    private final Actors actors;
    private final ExerciseMarks exercises;
    private final References references;

    public Normaliser(Tokens tokens, Scanner scanner, Enrichment enrichment, StaffNames staff) {
        this.tokens = tokens;
        this.scanner = scanner;
        this.outgoing = new Outgoing(scanner);
        this.clients = new ClientFacts(tokens, enrichment);
        this.destinations = enrichment.destinations();
        this.exercises = new ExerciseMarks(tokens);
        this.actors = new Actors(tokens, scanner, staff);
        this.references = new References(tokens, actors, outgoing);
    }

    /**
     * Identity of an event among all sources; a keyed digest, since a source's own id may name a person.
     *
     * @param nativeId identity at the source
     */
    public String eventId(Source source, String nativeId) {
        return tokens.eventId(source.tenant(), source.id(), nativeId);
    }

    /**
     * The event.
     *
     * @param repeats whether the source may deliver the same event again
     * @throws IllegalArgumentException if the source's time lies before 1970
     */
    public AccessEvent normalise(EventDraft draft, Source source, boolean repeats, Instant received) {
        if (draft.time.isBefore(Instant.EPOCH)) {
            throw new IllegalArgumentException("time: before 1970");
        }
        boolean ahead = draft.time.isAfter(received.plus(MAX_AHEAD));
        AccessEvent.Builder event = AccessEvent.newBuilder()
                .setEventId(eventId(source, draft.id))
                .setEventTime(ahead ? received : draft.time)
                .setEventReceived(received)
                .setClockSkew(ahead)
                .setTenant(source.tenant())
                .setEnvironment(source.environment())
                .setSurface(Objects.requireNonNullElse(draft.surface, source.surface()))
                .setSourceId(source.id())
                .setSourcePlatform(source.platform())
                .setSourceMaxDelayMs(source.maxDelay().toMillis())
                .setSourceRepeats(repeats)
                .setAction(draft.action)
                .setOutcome(draft.outcome)
                .setActorKind(draft.actorKind)
                .setClientNetwork(NetworkKind.unknown)
                .setDestinationRelation(DestinationRelation.unknown);
        addPeople(event, draft, source.tenant());
        addFacts(event, draft);
        addFindings(event, draft);
        return event.build();
    }

    /** The exercise that a delivery belongs to; empty for what is real. */
    public Optional<String> exerciseOf(Delivery delivery, Source source) {
        return exercises.of(delivery, source);
    }

    /** The row of a reference table. */
    public ReferenceRow normalise(ReferenceDraft draft, Source source, Instant received) {
        return references.row(draft, source, received);
    }

    private void addPeople(AccessEvent.Builder event, EventDraft draft, String tenant) {
        ifKnown(draft.actor, actor -> event.setActorId(actors.idOf(draft.actorKind, tenant, actor)));
        ifKnown(draft.session, session -> event.setSessionId(tokens.of(TokenKind.SESSION, tenant, session)));
        ifKnown(draft.clientAddress, client -> clients.addAddress(event, tenant, client));
        ifKnown(draft.userAgent, agent -> clients.addAgent(event, tenant, agent));
        ifKnown(draft.objectId, id -> event.setObjectId(outgoing.text(id)));
        ifKnown(draft.objectPerson, person -> event.setObjectId(objectToken(draft, tenant, person)));
        List<String> patients = draft.patients.stream()
                .map(patient -> tokens.of(TokenKind.PATIENT, tenant, patient))
                .distinct()
                .toList();
        event.setPatients(patients.stream().limit(MAX_PATIENTS).toList());
        ifKnown(draft.patientsCount, event::setPatientsCount);
        if (patients.size() > MAX_PATIENTS) {
            long said = Objects.requireNonNullElse(draft.patientsCount, 0L);
            event.setPatientsCount(Math.max(said, patients.size()));
        }
    }

    /** A patient has one token, as object too. */
    private String objectToken(EventDraft draft, String tenant, Phi<String> person) {
        TokenKind kind = draft.patients.contains(person) ? TokenKind.PATIENT : TokenKind.OBJECT;
        return tokens.of(kind, tenant, person);
    }

    private void addFacts(AccessEvent.Builder event, EventDraft draft) {
        ifKnown(draft.actionNative, name -> event.setActionNative(outgoing.text(name)));
        event.setActorRoles(outgoing.texts(draft.actorRoles));
        ifKnown(draft.mfa, event::setActorMfa);
        ifKnown(draft.objectType, type -> event.setObjectType(outgoing.text(type)));
        ifKnown(draft.recordsCount, event::setRecordsCount);
        ifKnown(draft.bytes, event::setBytes);
        ifKnown(
                draft.destinationHost,
                host -> event.setDestinationHost(outgoing.text(host))
                        .setDestinationRelation(destinations.relationOf(host, draft.pageHost)));
        ifKnown(draft.transportEncrypted, event::setTransportEncrypted);
        Map<String, String> attributes = new LinkedHashMap<>(outgoing.attributes(draft.attributes));
        ifKnown(
                draft.transaction,
                transaction -> attributes.put(
                        "transaction", tokens.of(TokenKind.TRANSACTION, event.getTenant(), transaction)));
        event.setAttributes(attributes);
    }

    private void addFindings(AccessEvent.Builder event, EventDraft draft) {
        PhiSummary found = PhiSummary.of(draft.texts, scanner);
        event.setPhiTypes(found.types())
                .setPhiCount(found.count())
                .setPhiTier(found.tier())
                .setPhiPlaces(found.places());
    }

    private static <T> void ifKnown(@Nullable T value, Consumer<T> set) {
        if (value != null) {
            set.accept(value);
        }
    }
}
