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
 * @param fate what becomes of it on its way
 */
public record Delivery(
        String sourceId, String platform, Map<String, String> headers, String body, Instant at, Fate fate) {
    public Delivery {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** One that arrives, signed. */
    public Delivery(String sourceId, String platform, Map<String, String> headers, String body, Instant at) {
        this(sourceId, platform, headers, body, at, Fate.ARRIVES);
    }

    /** What becomes of a delivery on its way. */
    public enum Fate {
        ARRIVES,
        /** Nobody signed it who has the secret. */
        FORGED,
        /** Its sender gave it a number, and it never came. */
        LOST
    }

    /** Raw body as it goes over the wire: what signatures are computed over. */
    public byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /** The same request, made at another time. */
    public Delivery sentAt(Instant time) {
        return new Delivery(sourceId, platform, headers, body, time, fate);
    }

    /** The same request, of which something else becomes. */
    public Delivery with(Fate other) {
        return new Delivery(sourceId, platform, headers, body, at, other);
    }

    /** Shape and time, never content: payloads look like patients' data. */
    @Override
    public String toString() {
        return "Delivery[source=" + sourceId + ", at=" + at + ", chars=" + body.length() + "]";
    }
}
