package io.phiwatch.ingest.adapter;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks who sent a delivery. Every comparison takes the same time whatever the input, and tries all secrets, so that
 * timing tells nothing of a secret. Blank secrets never match.
 */
public final class Signatures {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String BEARER = "Bearer ";

    private Signatures() {}

    /** Base64 of the HMAC-SHA256 of the message. */
    public static String base64(String secret, byte[] message) {
        return Base64.getEncoder().encodeToString(mac(secret, message));
    }

    /** Lower-case hex of the HMAC-SHA256 of the message. */
    public static String hex(String secret, byte[] message) {
        return HexFormat.of().formatHex(mac(secret, message));
    }

    /** Whether the claim is the Base64 signature of the message under any of the secrets. */
    public static boolean isBase64(String claimed, List<String> secrets, byte[] message) {
        boolean matched = false;
        for (String secret : secrets) {
            matched |= !secret.isBlank() && isSame(claimed, base64(secret, message));
        }
        return matched;
    }

    /** Whether the claim is the lower-case hex signature of the message under any of the secrets. */
    public static boolean isHex(String claimed, List<String> secrets, byte[] message) {
        boolean matched = false;
        for (String secret : secrets) {
            matched |= !secret.isBlank() && isSame(claimed, hex(secret, message));
        }
        return matched;
    }

    /** Whether the request carries one of the secrets as its bearer token. */
    public static boolean isBearer(Delivery delivery, List<String> secrets) {
        String header = delivery.header("Authorization").orElse("");
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return false;
        }
        return isSecret(header.substring(BEARER.length()).trim(), secrets);
    }

    /** Whether it is one of the secrets. */
    public static boolean isSecret(String claimed, List<String> secrets) {
        boolean matched = false;
        for (String secret : secrets) {
            matched |= !secret.isBlank() && isSame(claimed, secret);
        }
        return matched;
    }

    /** Whether the {@code Authorization} header is one of the secrets, bare as hooks send it or as a bearer token. */
    public static boolean isAuthorization(Delivery delivery, List<String> secrets) {
        String header = delivery.header("Authorization").orElse("").strip();
        boolean matched = isBearer(delivery, secrets);
        for (String secret : secrets) {
            matched |= !secret.isBlank() && isSame(header, secret);
        }
        return matched;
    }

    /** Compares in constant time. */
    public static boolean isSame(String left, String right) {
        return MessageDigest.isEqual(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] mac(String secret, byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
