package io.phiwatch.launcher.replay;

import io.phiwatch.ingest.adapter.PhiwatchSignature;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

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
            case "jira" -> Map.of("X-Hub-Signature", "sha256=" + Signatures.hex(secret, body));
            default -> Map.of("Authorization", "Bearer " + secret);
        };
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
