package io.phiwatch.ingest.replay;

import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * How far the times in a delivery are to be moved: a header in milliseconds, and a second one that signs it together with
 * the body, so that nobody without the source's secret can move a recorded delivery in time.
 */
public final class TimeShift {
    private static final String SHIFT = "X-Phiwatch-Time-Shift";
    private static final String SIGNATURE = "X-Phiwatch-Time-Shift-Signature";

    private TimeShift() {}

    /** Headers that ask for a shift; none for zero. */
    public static Map<String, String> headers(Duration shift, byte[] body, String secret) {
        if (shift.isZero()) {
            return Map.of();
        }
        String millis = Long.toString(shift.toMillis());
        return Map.of(SHIFT, millis, SIGNATURE, Signatures.hex(secret, message(millis, body)));
    }

    /** The shift that a delivery asks for with a good signature; else zero. */
    public static Duration of(Delivery delivery, Source source) {
        String millis = delivery.header(SHIFT).orElse("");
        if (!millis.matches("-?[0-9]{1,15}")) {
            return Duration.ZERO;
        }
        byte[] message = message(millis, delivery.body());
        String claimed = delivery.header(SIGNATURE).orElse("");
        boolean isSigned = source.secrets().stream()
                .filter(secret -> !secret.isBlank())
                .map(secret -> Signatures.isSame(claimed, Signatures.hex(secret, message)))
                .reduce(false, Boolean::logicalOr);
        return isSigned ? Duration.ofMillis(Long.parseLong(millis)) : Duration.ZERO;
    }

    private static byte[] message(String millis, byte[] body) {
        ByteArrayOutputStream message = new ByteArrayOutputStream(body.length + millis.length() + 1);
        message.writeBytes((millis + ':').getBytes(StandardCharsets.UTF_8));
        message.writeBytes(body);
        return message.toByteArray();
    }
}
