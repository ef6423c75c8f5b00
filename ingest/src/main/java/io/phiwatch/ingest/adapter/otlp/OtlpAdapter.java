package io.phiwatch.ingest.adapter.otlp;

import static io.phiwatch.ingest.adapter.JsonPayload.at;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.BodyScan;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventDraft.Scannable;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Parsed.Reason;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.adapter.weblog.WeblogEvents;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads log records of OTLP/HTTP in JSON: those with the semantic conventions of an HTTP request as the access that
 * they tell, all others as lines of an application's log. See docs/adapters/otlp.md and <a
 * href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a>.
 */
public final class OtlpAdapter implements Adapter {
    private static final int ERROR_SEVERITY = 17;

    private final WeblogEvents requests;

    public OtlpAdapter(PhiScanner scanner) {
        this.requests = new WeblogEvents(scanner);
    }

    @Override
    public String platform() {
        return "otlp";
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return Signatures.isBearer(delivery, source.secrets());
    }

    /** Exporters try again; records that carry {@code log.record.uid} are known again. */
    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        Optional<JsonNode> json = JsonPayload.parse(delivery.body());
        if (json.isEmpty()) {
            return List.of(new Parsed.Rejected(Reason.MALFORMED_JSON, null, delivery.body()));
        }
        JsonNode resources = json.get().path("resourceLogs");
        if (!resources.isArray()) {
            return List.of(new Parsed.Rejected(Reason.NOT_AN_EVENT, "resourceLogs", delivery.body()));
        }
        List<Parsed> parsed = new ArrayList<>();
        for (JsonNode resource : resources) {
            Attributes about = Attributes.of(at(resource, "resource", "attributes"));
            for (JsonNode scope : resource.path("scopeLogs")) {
                for (JsonNode log : scope.path("logRecords")) {
                    parsed.add(parse(log, about, delivery.id() + ':' + parsed.size(), source));
                }
            }
        }
        return parsed;
    }

    private Parsed parse(JsonNode log, Attributes resource, String fallbackId, Source source) {
        byte[] raw = JsonPayload.bytes(log);
        Optional<Instant> time = time(text(log, "timeUnixNano")).or(() -> time(text(log, "observedTimeUnixNano")));
        if (time.isEmpty()) {
            return new Parsed.Rejected(Reason.MISSING_TIME, "timeUnixNano", raw);
        }
        Attributes told = Attributes.of(log.path("attributes"));
        String uid = told.text("log.record.uid");
        String id = uid.isEmpty() ? fallbackId : EventIds.of(uid);
        EventDraft draft = HttpRecord.isHttp(told)
                ? requests.draft(id, HttpRecord.line(told, time.get()), time.get(), source)
                : line(id, time.get(), log, told);
        addPeople(draft, told);
        addTexts(draft, log, told);
        ClearText.name(resource.text("service.name")).ifPresent(name -> draft.attributes.put("service", name));
        ClearText.name(text(log, "severityText")).ifPresent(name -> draft.attributes.put("level", name));
        return new Parsed.Event(draft, raw);
    }

    private static EventDraft line(String id, Instant time, JsonNode log, Attributes told) {
        EventDraft draft = new EventDraft(id, time, Action.other);
        String name = JsonPayload.first(text(log, "eventName"), told.text("event.name"));
        draft.actionNative = ClearText.name(name).orElse(null);
        draft.objectType = "log";
        draft.outcome = log.path("severityNumber").asInt(0) >= ERROR_SEVERITY ? Outcome.failure : Outcome.success;
        draft.clientAddress = phi(told.text("client.address"));
        draft.userAgent = phi(told.text("user_agent.original"));
        return draft;
    }

    private static void addPeople(EventDraft draft, Attributes told) {
        String user = told.text("user.id", "enduser.id", "user.name", "user.email");
        if (!user.isEmpty()) {
            draft.actor = Phi.of(user);
            draft.actorKind = told.text("user.roles").isEmpty() ? ActorKind.patient : ActorKind.staff;
            told.texts("user.roles").stream()
                    .flatMap(role -> ClearText.name(role).stream())
                    .forEach(draft.actorRoles::add);
        }
        draft.session = phi(told.text("session.id"));
    }

    /** Everything that a program writes, except what became a field of the event. */
    private static void addTexts(EventDraft draft, JsonNode log, Attributes told) {
        draft.texts.addAll(BodyScan.texts("log", "", Attributes.plain(log.path("body"))));
        for (String name : told.names()) {
            if (!HttpRecord.isRead(name)) {
                told.texts(name).forEach(text -> draft.texts.add(new Scannable("log", name, Phi.of(text))));
            }
        }
    }

    /** Nanoseconds since 1970, a number that JSON writes as text. */
    private static Optional<Instant> time(String nanos) {
        boolean digits =
                !nanos.isEmpty() && nanos.length() <= 19 && nanos.chars().allMatch(c -> c >= '0' && c <= '9');
        long time = digits ? Long.parseUnsignedLong(nanos) : 0;
        return time <= 0 ? Optional.empty() : Optional.of(Instant.EPOCH.plusNanos(time));
    }
}
