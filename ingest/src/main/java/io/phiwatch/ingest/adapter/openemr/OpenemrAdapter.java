package io.phiwatch.ingest.adapter.openemr;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonItem;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Parsed.Reason;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.adapter.UrlScan;
import io.phiwatch.ingest.phi.UrlText;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads rows of OpenEMR's audit log as JSON: docs/adapters/openemr.md. */
public final class OpenemrAdapter implements Adapter {
    @Override
    public String platform() {
        return "openemr";
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
        return JsonItem.read(
                JsonItem.of(delivery.body()), delivery, (json, raw, place) -> parse(json, raw, place, source));
    }

    private static Parsed parse(JsonNode json, byte[] raw, String place, Source source) {
        LogRow row = new LogRow(json);
        if (row.event().isEmpty()) {
            return new Parsed.Rejected(Reason.NOT_AN_EVENT, "event", raw);
        }
        Optional<Instant> time = JsonPayload.time(row.of("date"), source.zone());
        if (time.isEmpty()) {
            return new Parsed.Rejected(Reason.MISSING_TIME, "date", raw);
        }
        return new Parsed.Event(draft(row, time.get(), place), raw);
    }

    private static EventDraft draft(LogRow row, Instant time, String place) {
        EventDraft draft = new EventDraft(id(row, place), time, OpenemrActions.of(row));
        draft.actionNative = ClearText.name(row.event()).orElse(null);
        draft.surface = OpenemrActions.isAdministration(row) ? Surface.admin : Surface.portal;
        draft.outcome = row.succeeded() ? Outcome.success : Outcome.failure;
        String patient = row.patient();
        if (!patient.isEmpty()) {
            draft.patients.add(Phi.of(patient));
        }
        String user = first(row.of("user"), row.of("user_id"));
        draft.actor = phi(row.isFromPortal() ? first(patient, user) : user);
        if (draft.actor != null) {
            draft.actorKind = row.isFromPortal() ? ActorKind.patient : ActorKind.staff;
        }
        draft.objectType = ClearText.name(OpenemrActions.category(row.event())).orElse(null);
        draft.objectPerson = phi(patient);
        draft.clientAddress = phi(row.address());
        draft.attribute("mfa", OpenemrActions.mfa(row));
        draft.attribute("audit", OpenemrActions.audit(row));
        texts(draft, row);
        return draft;
    }

    /** Disclosures are numbered apart. */
    private static String id(LogRow row, String place) {
        String own = first(row.of("id"), row.of("log_id"));
        String table = row.isDisclosure() ? "extended_log" : "log";
        return own.isEmpty() ? EventIds.of("place", place, row.event()) : EventIds.of(table, own, row.of("date"));
    }

    private static void texts(EventDraft draft, LogRow row) {
        draft.scan("body", "comments", row.comments());
        for (String column : List.of("user_notes", "recipient", "request_body", "response")) {
            draft.scan("body", column, row.of(column));
        }
        draft.texts.addAll(UrlScan.texts("url", UrlText.of(row.of("request_url"))));
    }
}
