package io.phiwatch.ingest.adapter.livekit;

import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * The token that LiveKit signs a webhook with: a JSON Web Token (RFC 7519) under HMAC-SHA256 with the API secret, which
 * names the API key as its issuer and holds the SHA-256 of the body. Only that one algorithm is known, so that none can
 * be talked out of it.
 */
final class LivekitToken {
    private static final Duration LEEWAY = Duration.ofMinutes(1);
    private static final String BEARER = "Bearer ";
    private static final int LONGEST_EPOCH = 12;

    private LivekitToken() {}

    /**
     * Whether the token is signed with one of the source's secrets, for this body, and valid now. Tokens without a last
     * moment are refused: they could be sent again for ever; so are those without a digest: guests of a room have
     * tokens under the same secret.
     */
    static boolean signs(Delivery delivery, Source source) {
        String header = delivery.header("Authorization").orElse("").strip();
        boolean bearer = header.regionMatches(true, 0, BEARER, 0, BEARER.length());
        String[] parts = (bearer ? header.substring(BEARER.length()).strip() : header).split("\\.", -1);
        if (parts.length != 3 || !isSigned(parts, source)) {
            return false;
        }
        boolean known =
                json(parts[0]).filter(head -> text(head, "alg").equals("HS256")).isPresent();
        return known
                && json(parts[1])
                        .filter(claims -> isFor(claims, delivery, source))
                        .isPresent();
    }

    private static boolean isSigned(String[] parts, Source source) {
        byte[] signed = (parts[0] + '.' + parts[1]).getBytes(StandardCharsets.UTF_8);
        // tokens have the alphabet of URLs and no padding
        String standard = parts[2].replace('-', '+').replace('_', '/');
        return Signatures.isBase64(standard + "=".repeat((4 - standard.length() % 4) % 4), source.secrets(), signed);
    }

    private static boolean isFor(JsonNode claims, Delivery delivery, Source source) {
        String key = source.settings().getOrDefault("api_key", "");
        boolean issued = key.isEmpty() || key.equals(text(claims, "iss"));
        Instant now = delivery.received();
        boolean ended = instant(claims, "exp")
                .map(end -> end.plus(LEEWAY).isBefore(now))
                .orElse(true);
        boolean early = instant(claims, "nbf")
                .map(start -> start.minus(LEEWAY).isAfter(now))
                .orElse(false);
        return issued && !ended && !early && Signatures.isSame(text(claims, "sha256"), digest(delivery.body()));
    }

    private static Optional<Instant> instant(JsonNode claims, String name) {
        String seconds = text(claims, name);
        boolean whole = !seconds.isEmpty()
                && seconds.length() <= LONGEST_EPOCH
                && seconds.chars().allMatch(c -> c >= '0' && c <= '9');
        return whole ? Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds))) : Optional.empty();
    }

    private static Optional<JsonNode> json(String part) {
        try {
            return JsonPayload.parse(Base64.getUrlDecoder().decode(part));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Base64 of the SHA-256 of the body. */
    static String digest(byte[] body) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
