package io.phiwatch.ingest.adapter.fact;

import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Memory;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.PhiwatchSignature;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads facts that jobs and hosts sign: docs/adapters/fact.md. */
public final class FactAdapter implements Adapter {
    private final @Nullable Fingerprints fingerprints;

    /** Without a memory: fingerprints are compared with nothing. */
    public FactAdapter() {
        this(null);
    }

    private FactAdapter(@Nullable Fingerprints fingerprints) {
        this.fingerprints = fingerprints;
    }

    @Override
    public String platform() {
        return "fact";
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return PhiwatchSignature.isOn(delivery, source.secrets());
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public Adapter remembering(Memory memory) {
        return new FactAdapter(new Fingerprints(memory));
    }

    @Override
    public void kept(Delivery delivery, Source source) {
        if (fingerprints != null) {
            JsonNode body = JsonPayload.parse(delivery.body()).orElse(MissingNode.getInstance());
            if (Fingerprints.isIn(body)) {
                fingerprints.remember(body);
            }
        }
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        Optional<JsonNode> body = JsonPayload.parse(delivery.body());
        if (body.isEmpty()) {
            return List.of(new Parsed.Rejected(Parsed.Reason.MALFORMED_JSON, null, delivery.body()));
        }
        Optional<Instant> time = JsonPayload.time(text(body.get(), "time"));
        if (time.isEmpty()) {
            return List.of(new Parsed.Rejected(Parsed.Reason.MISSING_TIME, "time", delivery.body()));
        }
        Optional<String> kind = ClearText.name(text(body.get(), "kind"));
        if (kind.isEmpty()) {
            return List.of(new Parsed.Rejected(Parsed.Reason.MISSING_FIELD, "kind", delivery.body()));
        }
        Parsed fact = new Parsed.Event(fact(body.get(), kind.get(), time.get(), delivery), delivery.body());
        List<Parsed> changes = fingerprints != null && Fingerprints.isIn(body.get())
                ? fingerprints.changes(body.get(), time.get())
                : List.of();
        return Stream.concat(Stream.of(fact), changes.stream()).toList();
    }

    private static EventDraft fact(JsonNode body, String kind, Instant time, Delivery delivery) {
        String own = text(body, "id");
        String id = own.isEmpty()
                ? EventIds.of("fact", kind, new String(delivery.body(), StandardCharsets.UTF_8))
                : EventIds.of("fact", kind, own);
        EventDraft draft = new EventDraft(id, time, action(kind));
        draft.actionNative = kind;
        draft.surface = Surface.admin;
        draft.outcome = outcome(text(body, "outcome"));
        draft.actor = phi(text(body, "actor"));
        draft.actorKind = draft.actor == null ? ActorKind.service : ActorKind.staff;
        ClearText.name(text(body, "type")).ifPresent(type -> draft.objectType = type);
        ClearText.name(text(body, "object")).ifPresent(object -> draft.objectId = object);
        if (body.path("records").canConvertToLong()) {
            draft.recordsCount = body.path("records").asLong();
        }
        body.path("attributes")
                .properties()
                .forEach(entry -> ClearText.name(entry.getKey())
                        .ifPresent(name -> ClearText.name(text(entry.getValue()))
                                .ifPresent(value -> draft.attributes.put(name, value))));
        String note = text(body, "note");
        if (!note.isEmpty()) {
            draft.texts.add(new EventDraft.Scannable("body", "note", Phi.of(note)));
        }
        return draft;
    }

    /** The action that the kind begins with: {@code restore-test} is a restore. */
    private static Action action(String kind) {
        String first = kind.toLowerCase(Locale.ROOT).split("[-_./]", 2)[0];
        return Stream.of(Action.values())
                .filter(action -> action.name().equals(first))
                .findFirst()
                .orElse(Action.other);
    }

    private static Outcome outcome(String text) {
        return switch (text) {
            case "failure", "failed", "error" -> Outcome.failure;
            case "denied" -> Outcome.denied;
            default -> Outcome.success;
        };
    }
}
