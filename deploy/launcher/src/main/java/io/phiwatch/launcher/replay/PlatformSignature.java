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
            case "github" -> Map.of("X-Hub-Signature-256", "sha256=" + Signatures.hex(secret, body));
            case "woocommerce" -> Map.of("X-WC-Webhook-Signature", Signatures.base64(secret, body));
            case "livekit" -> Map.of("Authorization", livekit(source, body, now));
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

    /** A token that holds for this body only, for a minute. */
    private static String livekit(Source source, byte[] body, Instant now) {
        String claims = "{\"iss\":\"" + source.settings().getOrDefault("api_key", "") + "\",\"exp\":"
                + now.plusSeconds(60).getEpochSecond() + ",\"sha256\":\""
                + Base64.getEncoder().encodeToString(sha256(body)) + "\"}";
        String signed = urlText("{\"alg\":\"HS256\"}") + '.' + urlText(claims);
        String signature = Signatures.base64(source.secrets().getFirst(), signed.getBytes(StandardCharsets.UTF_8));
        return signed + '.' + signature.replace('+', '-').replace('/', '_').replace("=", "");
    }

    private static String urlText(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
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
