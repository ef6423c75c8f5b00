package io.phiwatch.ingest.adapter.zoom;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

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
import io.phiwatch.schema.Action;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads webhooks of Zoom, and entries of its reports on operations and sign-ins: docs/adapters/zoom.md. */
public final class ZoomAdapter implements Adapter {
    private static final String VALIDATION = "endpoint.url_validation";
    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_TOKEN = 128;
    private static final int LONGEST_EPOCH = 15;

    @Override
    public String platform() {
        return "zoom";
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return ZoomSignature.signer(delivery, source.secrets()).isPresent();
    }

    /**
     * The answer to a validation request. Only for signed ones, and never for tokens that look like a message to sign:
     * else anybody could have signatures made here.
     */
    @Override
    public Optional<String> challenge(Delivery delivery, Source source) {
        Optional<String> token = JsonPayload.parse(delivery.body())
                .filter(body -> text(body, "event").equals(VALIDATION))
                .map(body -> text(body, "payload", "plainToken"))
                .filter(ZoomAdapter::isToken);
        return token.flatMap(plain -> ZoomSignature.signer(delivery, source.secrets())
                .map(secret -> "{\"plainToken\":\"" + plain + "\",\"encryptedToken\":\""
                        + Signatures.hex(secret, plain.getBytes(StandardCharsets.UTF_8)) + "\"}"));
    }

    /** No colon among the characters, so {@code v0:time:body} is no token. */
    private static boolean isToken(String token) {
        return !token.isEmpty()
                && token.length() <= LONGEST_TOKEN
                && token.chars().allMatch(c -> (c < 128 && Character.isLetterOrDigit(c)) || "_-./+=".indexOf(c) >= 0);
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        List<Parsed> parsed = new ArrayList<>();
        for (JsonItem item : JsonItem.of(delivery.body())) {
            for (JsonItem entry : ZoomReports.entries(item)) {
                parse(entry, delivery).ifPresent(parsed::add);
            }
        }
        return parsed;
    }

    /** The item; empty for a handshake. */
    private static Optional<Parsed> parse(JsonItem item, Delivery delivery) {
        byte[] raw = item.raw();
        if (item.json().isEmpty()) {
            return Optional.of(new Parsed.Rejected(Reason.MALFORMED_JSON, null, raw));
        }
        JsonNode body = item.json().get();
        if (ZoomReports.isEntry(body)) {
            return Optional.of(ZoomReports.parse(body, raw));
        }
        String event = text(body, "event");
        if (event.isEmpty()) {
            return Optional.of(new Parsed.Rejected(Reason.NOT_AN_EVENT, "event", raw));
        }
        if (!isName(event)) {
            return Optional.of(new Parsed.Rejected(Reason.UNKNOWN_TOPIC, "event", raw));
        }
        if (event.equals(VALIDATION)) {
            return Optional.empty();
        }
        Optional<Instant> time =
                time(body).or(() -> delivery.header("x-zm-request-timestamp").flatMap(ZoomSignature::instant));
        return Optional.of(time.<Parsed>map(at -> new Parsed.Event(draft(event, at, body), raw))
                .orElseGet(() -> new Parsed.Rejected(Reason.MISSING_TIME, "event_ts", raw)));
    }

    private static boolean isName(String event) {
        return event.length() <= LONGEST_NAME
                && event.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '_' || c == '.');
    }

    private static Optional<Instant> time(JsonNode body) {
        String millis = first(text(body, "event_ts"), text(body, "payload", "time_stamp"));
        boolean epoch = !millis.isEmpty()
                && millis.length() <= LONGEST_EPOCH
                && millis.chars().allMatch(c -> c >= '0' && c <= '9');
        return epoch
                ? Optional.of(Instant.ofEpochMilli(Long.parseLong(millis)))
                : JsonPayload.time(text(body, "payload", "deauthorization_time"));
    }

    private static EventDraft draft(String event, Instant time, JsonNode body) {
        JsonNode payload = body.path("payload");
        JsonNode object = payload.path("object");
        String id = EventIds.of(event, text(body, "event_ts"), text(payload, "account_id"), payload.toString());
        ZoomSettings settings = ZoomSettings.of(event, payload);
        Action action = settings.mfa().isPresent() ? Action.mfa_change : ZoomActions.of(event);
        EventDraft draft = new EventDraft(id, time, action);
        draft.actionNative = event;
        draft.surface = ZoomActions.surface(event);
        draft.outcome = ZoomActions.outcome(event);
        draft.objectType = ZoomActions.isRecording(event) ? "recording" : ZoomActions.family(event);
        draft.objectPerson = phi(first(objectId(object), text(payload, "meeting_uuid")));
        ZoomPeople.fill(draft, event, payload);
        ZoomRecordings.describe(draft, event, object);
        if (action == Action.transmit) {
            draft.sentTo(text(object, "live_streaming", "custom_live_streaming_settings", "stream_url"));
        }
        settings.describe(draft);
        draft.attribute("encryption", ClearText.label(text(object, "settings", "encryption_type")));
        draft.attribute("method", ZoomActions.method(text(object, "login_type")));
        draft.texts.addAll(ZoomTexts.of(payload));
        return draft;
    }

    /** Meetings by uuid, since their numbers recur. */
    private static String objectId(JsonNode object) {
        return first(
                text(object, "uuid"),
                text(object, "meeting_uuid"),
                text(object, "note_id"),
                text(object, "whiteboard_id"),
                text(object, "id"),
                text(object, "session_id"),
                text(object, "recording_id"),
                text(object.path("recordings").path(0), "id"),
                text(object.path("call_logs").path(0), "id"),
                text(object, "meeting_id"),
                text(object, "message_id"),
                text(object, "file", "file_id"),
                text(object, "user_id"));
    }
}
