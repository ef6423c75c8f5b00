package io.phiwatch.detector.rules;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * An Ed25519 key pair as PEM, as {@code openssl genpkey -algorithm ed25519} writes it.
 *
 * @param privatePem PKCS #8
 * @param publicPem X.509 SubjectPublicKeyInfo
 */
public record RuleKeyPair(String privatePem, String publicPem) {
    static final String ALGORITHM = "Ed25519";

    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final int LINE = 64;

    /** A new pair. */
    public static RuleKeyPair generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new RuleKeyPair(pem(PRIVATE, pair.getPrivate()), pem(PUBLIC, pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
        }
    }

    /** The private key and nothing else. */
    @Override
    public String toString() {
        return "RuleKeyPair[redacted]";
    }

    static PrivateKey privateKey(String pem) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(decoded(PRIVATE, pem)));
        } catch (GeneralSecurityException e) {
            throw new RuleKeyException("the signing key is not an Ed25519 private key in PKCS #8", e);
        }
    }

    static PublicKey publicKey(String pem) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(decoded(PUBLIC, pem)));
        } catch (GeneralSecurityException e) {
            throw new RuleKeyException("a trusted key is not an Ed25519 public key", e);
        }
    }

    private static String pem(String kind, Key key) {
        Base64.Encoder base64 = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + kind + "-----\n" + base64.encodeToString(key.getEncoded()) + "\n-----END " + kind
                + "-----\n";
    }

    private static byte[] decoded(String kind, String pem) {
        String begin = "-----BEGIN " + kind + "-----";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("-----END " + kind + "-----");
        if (start < 0 || end < start) {
            throw new RuleKeyException("no PEM block '" + kind + "' in a key for rules");
        }
        try {
            return Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
        } catch (IllegalArgumentException e) {
            throw new RuleKeyException("the PEM block '" + kind + "' of a key for rules is not Base64", e);
        }
    }
}
