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
import java.util.ArrayList;
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
        List<Parsed> parsed = new ArrayList<>();
        for (JsonItem item : JsonItem.of(delivery.body())) {
            List<JsonItem> events = item.json().map(json -> events(json, item)).orElse(List.of(item));
            events.forEach(event -> parsed.add(parse(event, delivery.id() + ':' + parsed.size(), source)));
        }
        return parsed;
    }

    /** An event hook wraps its events. */
    private static List<JsonItem> events(JsonNode json, JsonItem item) {
        JsonNode wrapped = JsonPayload.at(json, "data", "events");
        return wrapped.isArray() ? JsonItem.of(wrapped, item.raw()) : List.of(item);
    }

    private static Parsed parse(JsonItem item, String place, Source source) {
        if (item.json().isEmpty()) {
            return new Parsed.Rejected(Reason.MALFORMED_JSON, null, item.raw());
        }
        OktaEvent event = new OktaEvent(item.json().get());
        if (event.type().isEmpty()) {
            return new Parsed.Rejected(Reason.NOT_AN_EVENT, "eventType", item.raw());
        }
        Optional<Instant> time = JsonPayload.time(event.text("published"), ZoneOffset.UTC);
        if (time.isEmpty()) {
            return new Parsed.Rejected(Reason.MISSING_TIME, "published", item.raw());
        }
        EventDraft draft = new EventDraft(id(event, time.get(), place), time.get(), OktaActions.of(event.type()));
        OktaFacts.fill(draft, event, source);
        return new Parsed.Event(draft, item.raw());
    }

    private static String id(OktaEvent event, Instant time, String place) {
        String uuid = event.text("uuid");
        return uuid.isEmpty()
                ? EventIds.of("place", place, time.toString(), event.type())
                : EventIds.of("event", uuid, time.toString(), event.type());
    }
}
