package io.phiwatch.ingest.adapter.zoom;

import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.Signatures;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Zoom's signature v0: hex HMAC-SHA256 over {@code v0:timestamp:body}. */
final class ZoomSignature {
    private static final String VERSION = "v0";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final int LONGEST_EPOCH = 12;

    private ZoomSignature() {}

    /** The secret that signed the delivery; empty where none did, or where it is older or newer than five minutes. */
    static Optional<String> signer(Delivery delivery, List<String> secrets) {
        String claimed = delivery.header("x-zm-signature").orElse("");
        String timestamp = delivery.header("x-zm-request-timestamp").orElse("");
        Optional<Instant> sent = instant(timestamp);
        if (sent.isEmpty()
                || Duration.between(sent.get(), delivery.received()).abs().compareTo(TOLERANCE) > 0) {
            return Optional.empty();
        }
        byte[] message = message(timestamp, delivery.body());
        String signer = "";
        for (String secret : secrets) {
            if (!secret.isBlank() && Signatures.isSame(claimed, VERSION + '=' + Signatures.hex(secret, message))) {
                signer = secret;
            }
        }
        return signer.isEmpty() ? Optional.empty() : Optional.of(signer);
    }

    /** Instant of the timestamp header, in whole seconds; empty where it is anything else. */
    static Optional<Instant> instant(String timestamp) {
        boolean seconds = !timestamp.isEmpty()
                && timestamp.length() <= LONGEST_EPOCH
                && timestamp.chars().allMatch(c -> c >= '0' && c <= '9');
        return seconds ? Optional.of(Instant.ofEpochSecond(Long.parseLong(timestamp))) : Optional.empty();
    }

    private static byte[] message(String timestamp, byte[] body) {
        byte[] head = (VERSION + ':' + timestamp + ':').getBytes(StandardCharsets.UTF_8);
        byte[] message = new byte[head.length + body.length];
        System.arraycopy(head, 0, message, 0, head.length);
        System.arraycopy(body, 0, message, head.length, body.length);
        return message;
    }
}
