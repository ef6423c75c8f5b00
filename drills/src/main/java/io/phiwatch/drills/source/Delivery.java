package io.phiwatch.drills.source;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request that a platform makes to the ingest, not yet signed: a signature may depend on the moment of sending.
 * Immutable.
 *
 * @param headers the platform's own, without those that authenticate
 * @param at when the platform sends it; the events inside are as old or older
 */
public record Delivery(String sourceId, String platform, Map<String, String> headers, String body, Instant at) {
    public Delivery {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** Raw body as it goes over the wire: what signatures are computed over. */
    public byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /** The same request, made at another time. */
    public Delivery sentAt(Instant time) {
        return new Delivery(sourceId, platform, headers, body, time);
    }

    /** Shape and time, never content: payloads look like patients' data. */
    @Override
    public String toString() {
        return "Delivery[source=" + sourceId + ", at=" + at + ", chars=" + body.length() + "]";
    }
}
