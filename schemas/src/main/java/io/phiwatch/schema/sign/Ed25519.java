package io.phiwatch.schema.sign;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** Ed25519 (RFC 8032) over the JDK's own, with keys in the PEM form that {@code openssl genpkey} writes. */
public final class Ed25519 {
    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final int LINE = 64;
    private static final int ID_DIGITS = 16;

    private Ed25519() {}

    /**
     * A key pair as PEM.
     *
     * @param privatePem PKCS #8
     * @param publicPem X.509 SubjectPublicKeyInfo
     */
    public record PemPair(String privatePem, String publicPem) {
        /** No key. */
        @Override
        public String toString() {
            return "PemPair[redacted]";
        }
    }

    /** A new pair. */
    public static PemPair generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new PemPair(pem(PRIVATE, pair.getPrivate()), pem(pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
        }
    }

    /**
     * The private key in a PEM text.
     *
     * @throws KeyFaultException where there is none
     */
    public static PrivateKey privateKey(String pem) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(decoded(PRIVATE, pem)));
        } catch (GeneralSecurityException e) {
            throw new KeyFaultException("not an Ed25519 private key in PKCS #8", e);
        }
    }

    /**
     * The public key in a PEM text.
     *
     * @throws KeyFaultException where there is none
     */
    public static PublicKey publicKey(String pem) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(decoded(PUBLIC, pem)));
        } catch (GeneralSecurityException e) {
            throw new KeyFaultException("not an Ed25519 public key", e);
        }
    }

    /** PEM text of a public key. */
    public static String pem(PublicKey key) {
        return pem(PUBLIC, key);
    }

    /** Name of a public key: the first 16 hex digits of the SHA-256 of its SubjectPublicKeyInfo. */
    public static String id(PublicKey key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return HexFormat.of().formatHex(digest).substring(0, ID_DIGITS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The signature of a message, 64 bytes.
     *
     * @throws KeyFaultException where the key cannot sign
     */
    public static byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signer = Signature.getInstance(ALGORITHM);
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new KeyFaultException("the signing key cannot sign", e);
        }
    }

    /** Whether the holder of the key's private half signed that message; false for what is no signature at all. */
    public static boolean hasSigned(PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // Not even the shape of a signature.
            return false;
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
            throw new KeyFaultException("no PEM block '" + kind + "'");
        }
        try {
            return Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
        } catch (IllegalArgumentException e) {
            throw new KeyFaultException("the PEM block '" + kind + "' is not Base64", e);
        }
    }
}
