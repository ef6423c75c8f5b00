package io.phiwatch.ingest.adapter.auth0;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
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

/** Reads logs of Auth0, as log streams push them and as the management API lists them: docs/adapters/auth0.md. */
public final class Auth0Adapter implements Adapter {
    @Override
    public String platform() {
        return "auth0";
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return Signatures.isAuthorization(delivery, source.secrets());
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

    private static Parsed parse(JsonNode entry, byte[] raw, String place, Source source) {
        JsonNode data = entry.path("data").isObject() ? entry.path("data") : entry;
        String type = text(data, "type");
        if (type.isEmpty()) {
            return new Parsed.Rejected(Reason.NOT_AN_EVENT, "data.type", raw);
        }
        Optional<Instant> time = JsonPayload.time(text(data, "date"), ZoneOffset.UTC);
        if (time.isEmpty()) {
            return new Parsed.Rejected(Reason.MISSING_TIME, "data.date", raw);
        }
        String own = first(text(entry, "log_id"), text(data, "log_id"), text(data, "_id"));
        String id = own.isEmpty() ? EventIds.of("place", place, time.get().toString(), type) : EventIds.of("log", own);
        return new Parsed.Event(Auth0Facts.draft(id, time.get(), type, data, source), raw);
    }
}
