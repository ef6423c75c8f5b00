package io.phiwatch.ingest.adapter.okta;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonItem;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Parsed.Reason;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Reads Okta's System Log, as event hooks push it and as pages of its API list it: docs/adapters/okta.md. */
public final class OktaAdapter implements Adapter {
    private static final int LONGEST_TOKEN = 256;

    @Override
    public String platform() {
        return "okta";
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return Signatures.isAuthorization(delivery, source.secrets());
    }

    /** The answer to the one-time verification of an event hook, which is a GET. */
    @Override
    public Optional<String> challenge(Delivery delivery, Source source) {
        return delivery.header("X-Okta-Verification-Challenge")
                .filter(token -> delivery.body().length == 0 && isToken(token))
                .map(token -> "{\"verification\":\"" + token + "\"}");
    }

    private static boolean isToken(String token) {
        return !token.isEmpty()
                && token.length() <= LONGEST_TOKEN
                && token.chars().allMatch(c -> (c < 128 && Character.isLetterOrDigit(c)) || "_-./+=~".indexOf(c) >= 0);
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        List<JsonItem> events = JsonItem.of(delivery.body()).stream()
                .flatMap(item -> events(item).stream())
                .toList();
        return JsonItem.read(events, delivery, (json, raw, place) -> parse(json, raw, place, source));
    }

    /** An event hook wraps its events. */
    private static List<JsonItem> events(JsonItem item) {
        return item.json()
                .map(json -> JsonPayload.at(json, "data", "events"))
                .filter(JsonNode::isArray)
                .map(wrapped -> JsonItem.of(wrapped, item.raw()))
                .orElse(List.of(item));
    }

    private static Parsed parse(JsonNode json, byte[] raw, String place, Source source) {
        OktaEvent event = new OktaEvent(json);
        if (event.type().isEmpty()) {
            return new Parsed.Rejected(Reason.NOT_AN_EVENT, "eventType", raw);
        }
        Optional<Instant> time = JsonPayload.time(event.text("published"), ZoneOffset.UTC);
        if (time.isEmpty()) {
            return new Parsed.Rejected(Reason.MISSING_TIME, "published", raw);
        }
        EventDraft draft = new EventDraft(id(event, time.get(), place), time.get(), OktaActions.of(event.type()));
        OktaFacts.fill(draft, event, source);
        return new Parsed.Event(draft, raw);
    }

    private static String id(OktaEvent event, Instant time, String place) {
        String uuid = event.text("uuid");
        return uuid.isEmpty()
                ? EventIds.of("place", place, time.toString(), event.type())
                : EventIds.of("event", uuid, time.toString(), event.type());
    }
}
