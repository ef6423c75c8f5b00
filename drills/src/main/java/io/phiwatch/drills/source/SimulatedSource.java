package io.phiwatch.drills.source;

import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A platform of the simulated company, as the ingest has to be configured for it.
 *
 * @param surface surface of events that the platform alone does not place
 * @param secret shared with the ingest; what it means is the platform's choice
 */
public record SimulatedSource(
        String id, String platform, String tenant, Environment environment, Surface surface, String secret) {
    private static final String HMAC = "HmacSHA256";

    /**
     * Headers that prove the sender, computed at the moment of sending.
     *
     * <p>Shopify: Base64 of the HMAC over the raw body. Zoom: {@code v0=} and the hex HMAC over
     * {@code v0:timestamp:body}. The others sign nothing and send a bearer token.
     */
    public Map<String, String> authenticate(Delivery delivery, Instant now) {
        return switch (platform) {
            case SimulatedSources.SHOPIFY ->
                Map.of("X-Shopify-Hmac-Sha256", Base64.getEncoder().encodeToString(hmac(delivery.bytes())));
            case SimulatedSources.ZOOM -> {
                String timestamp = Long.toString(now.getEpochSecond());
                byte[] message = ("v0:" + timestamp + ":" + delivery.body()).getBytes(StandardCharsets.UTF_8);
                yield Map.of(
                        "x-zm-request-timestamp",
                        timestamp,
                        "x-zm-signature",
                        "v0=" + HexFormat.of().formatHex(hmac(message)));
            }
            default -> Map.of("Authorization", "Bearer " + secret);
        };
    }

    private byte[] hmac(byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            return mac.doFinal(message);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    /** Everything but the secret. */
    @Override
    public String toString() {
        return "SimulatedSource[id=" + id + ", platform=" + platform + ", tenant=" + tenant + "]";
    }
}
