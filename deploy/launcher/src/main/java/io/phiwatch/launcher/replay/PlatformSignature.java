package io.phiwatch.launcher.replay;

import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.launcher.replay.Recording.Item;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** Signs a recorded delivery anew, as its platform does: a recorded signature is stale, or of another secret. */
public final class PlatformSignature {
    private PlatformSignature() {}

    /** Headers that sign a delivery with the first secret of its source. */
    public static Map<String, String> of(Source source, Item item, Instant now) {
        String secret = source.secrets().getFirst();
        return switch (source.platform()) {
            case "shopify" -> Map.of("X-Shopify-Hmac-Sha256", Signatures.base64(secret, item.body()));
            case "zoom" -> zoom(secret, item.body(), Long.toString(now.getEpochSecond()));
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
