package io.phiwatch.launcher.replay;

import io.phiwatch.ingest.adapter.PhiwatchSignature;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Signs a recorded delivery anew, as its platform does: a recorded signature is stale, or of another secret. */
public final class PlatformSignature {
    private PlatformSignature() {}

    /** Headers that sign a body with the first secret of its source. */
    public static Map<String, String> of(Source source, byte[] body, Instant now) {
        String secret = source.secrets().getFirst();
        return switch (source.platform()) {
            case "shopify" -> Map.of("X-Shopify-Hmac-Sha256", Signatures.base64(secret, body));
            case "zoom" -> zoom(secret, body, Long.toString(now.getEpochSecond()));
            case "fact", "reference" -> Map.of(PhiwatchSignature.HEADER, PhiwatchSignature.of(secret, now, body));
            case "livekit" -> Map.of("Authorization", "Bearer " + webToken(secret, body, now));
            case "github" -> Map.of("X-Hub-Signature-256", "sha256=" + Signatures.hex(secret, body));
            case "jira" -> Map.of("X-Hub-Signature", "sha256=" + Signatures.hex(secret, body));
            default -> Map.of("Authorization", "Bearer " + secret);
        };
    }

    /** The secret as part of the address, for platforms whose senders can set no header. */
    public static Optional<String> urlToken(Source source) {
        return source.platform().equals("csp-report")
                ? Optional.of(source.secrets().getFirst())
                : Optional.empty();
    }

    /** A JSON Web Token for this body, valid for five minutes, as LiveKit signs. */
    private static String webToken(String secret, byte[] body, Instant now) {
        long seconds = now.getEpochSecond();
        String claims = "{\"iss\":\"phiwatch\",\"nbf\":" + (seconds - 1) + ",\"exp\":" + (seconds + 300)
                + ",\"sha256\":\"" + digest(body) + "\"}";
        String signed = unpadded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + '.' + unpadded(claims);
        byte[] mac = Base64.getDecoder().decode(Signatures.base64(secret, signed.getBytes(StandardCharsets.UTF_8)));
        return signed + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }

    private static String unpadded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(byte[] body) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Map<String, String> zoom(String secret, byte[] body, String seconds) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(("v0:" + seconds + ':').getBytes(StandardCharsets.UTF_8));
        message.writeBytes(body);
        return Map.of(
                "x-zm-request-timestamp",
                seconds,
                "x-zm-signature",
                "v0=" + Signatures.hex(secret, message.toByteArray()));
    }
}
