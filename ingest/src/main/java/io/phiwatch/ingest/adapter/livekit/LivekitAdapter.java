package io.phiwatch.ingest.adapter.livekit;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Parsed.Reason;
import io.phiwatch.ingest.adapter.Source;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Reads webhooks of LiveKit: docs/adapters/livekit.md. */
public final class LivekitAdapter implements Adapter {
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_NUMBER = 19;
    /** Numbers from here on are nanoseconds: as seconds they would lie 30,000 years ahead. */
    private static final long NANOS = 1_000_000_000_000L;

    @Override
    public String platform() {
        return "livekit";
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return LivekitToken.signs(delivery, source);
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        byte[] raw = delivery.body();
        Optional<JsonNode> body = JsonPayload.parse(raw);
        if (body.isEmpty()) {
            return List.of(new Parsed.Rejected(Reason.MALFORMED_JSON, null, raw));
        }
        String event = text(body.get(), "event");
        if (event.isEmpty()) {
            return List.of(new Parsed.Rejected(Reason.NOT_AN_EVENT, "event", raw));
        }
        if (!isName(event)) {
            return List.of(new Parsed.Rejected(Reason.UNKNOWN_TOPIC, "event", raw));
        }
        Optional<Instant> time = time(body.get(), event);
        return List.of(time.<Parsed>map(at -> event(event, at, body.get(), delivery, source))
                .orElseGet(() -> new Parsed.Rejected(Reason.MISSING_TIME, "createdAt", raw)));
    }

    private static boolean isName(String event) {
        return event.length() <= LONGEST_NAME && event.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '_');
    }

    private static Parsed event(String event, Instant time, JsonNode body, Delivery delivery, Source source) {
        String own = text(body, "id");
        String id = own.isEmpty()
                ? EventIds.of("content", event, time.toString(), body.toString())
                : EventIds.of("event", own);
        EventDraft draft = new EventDraft(id, time, LivekitFacts.action(event, body));
        LivekitFacts.fill(draft, event, body, source);
        return new Parsed.Event(draft, delivery.body());
    }

    /** The event's own time, which older servers leave out; else that of the beginning that it tells of. */
    private static Optional<Instant> time(JsonNode body, String event) {
        return instant(first(
                text(body, "createdAt"),
                event.equals("participant_joined") ? text(body, "participant", "joinedAt") : "",
                event.equals("egress_ended") ? text(body, "egressInfo", "endedAt") : "",
                event.equals("egress_started") ? text(body, "egressInfo", "startedAt") : "",
                event.equals("room_started") ? text(body, "room", "creationTime") : ""));
    }

    /** Seconds, or nanoseconds as recordings have; 64-bit numbers are texts here. */
    private static Optional<Instant> instant(String number) {
        boolean digits = !number.isEmpty()
                && number.length() < LONGEST_NUMBER + 1
                && number.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            return Optional.empty();
        }
        try {
            long value = Long.parseLong(number);
            return value == 0
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochSecond(
                            value < NANOS ? value : TimeUnit.NANOSECONDS.toSeconds(value),
                            value < NANOS ? 0 : value % TimeUnit.SECONDS.toNanos(1)));
        } catch (NumberFormatException tooLong) {
            return Optional.empty();
        }
    }
}
