package io.phiwatch.ingest.adapter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a source delivered in one request, or one read of a file.
 *
 * @param body raw bytes; signatures are judged over these and nothing else
 * @param headers by name; names are case-insensitive
 * @param received the ingest clock when it came
 * @param token secret in the URL, from senders that can set no header; empty where there is none; never logged
 * @param id unique among the deliveries of a source that numbers nothing itself: file identity and offset, or batch
 */
public record Delivery(byte[] body, Map<String, String> headers, String token, Instant received, String id) {
    /** Header with the address of the client over HTTP, judged by the trusted proxies; no sender can set it. */
    public static final String CLIENT_ADDRESS = "Phiwatch-Client-Address";

    /** Header with the parameter {@code challenge} of a GET, by which platforms ask; no sender can set it. */
    public static final String CHALLENGE = "Phiwatch-Challenge";

    public Delivery {
        TreeMap<String, String> insensitive = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        insensitive.putAll(headers);
        headers = insensitive;
    }

    /** A delivery without a token in its URL. */
    public Delivery(byte[] body, Map<String, String> headers, Instant received, String id) {
        this(body, headers, "", received, id);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Media type without parameters, in lower case; empty where none was sent. */
    public String mediaType() {
        return header("Content-Type")
                .map(type -> type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Shape and size, never content. */
    @Override
    public String toString() {
        return "Delivery[bytes=" + body.length + ", headers=" + headers.size() + "]";
    }
}
