package io.phiwatch.ingest.adapter;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The signature of phiwatch's own senders: {@code X-Phiwatch-Signature: t=<epoch seconds>,v1=<hex of HMAC-SHA-256 over
 * "t.body">}. The time is signed with the body, so that what was recorded cannot be sent again later.
 */
public final class PhiwatchSignature {
    public static final String HEADER = "X-Phiwatch-Signature";

    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Pattern FORM = Pattern.compile("t=(\\d{1,12}),v1=([0-9a-f]{64})");

    private PhiwatchSignature() {}

    /** Value of the header. */
    public static String of(String secret, Instant at, byte[] body) {
        String seconds = Long.toString(at.getEpochSecond());
        return "t=" + seconds + ",v1=" + Signatures.hex(secret, message(seconds, body));
    }

    /** Whether the delivery was signed with one of the secrets, at most five minutes from when it came. */
    public static boolean isOn(Delivery delivery, List<String> secrets) {
        Matcher claim = FORM.matcher(delivery.header(HEADER).orElse(""));
        if (!claim.matches()) {
            return false;
        }
        Instant signed = Instant.ofEpochSecond(Long.parseLong(claim.group(1)));
        byte[] message = message(claim.group(1), delivery.body());
        boolean fresh = Duration.between(signed, delivery.received()).abs().compareTo(FRESH) <= 0;
        return Signatures.isHex(claim.group(2), secrets, message) && fresh;
    }

    private static byte[] message(String seconds, byte[] body) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes((seconds + '.').getBytes(StandardCharsets.UTF_8));
        message.writeBytes(body);
        return message.toByteArray();
    }
}
