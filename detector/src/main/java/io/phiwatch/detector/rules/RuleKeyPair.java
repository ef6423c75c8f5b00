package io.phiwatch.detector.rules;

import io.phiwatch.schema.sign.Ed25519;
import io.phiwatch.schema.sign.KeyFaultException;
import java.security.PrivateKey;
import java.security.PublicKey;

/**
 * An Ed25519 key pair as PEM, as {@code openssl genpkey -algorithm ed25519} writes it.
 *
 * @param privatePem PKCS #8
 * @param publicPem X.509 SubjectPublicKeyInfo
 */
public record RuleKeyPair(String privatePem, String publicPem) {
    /** A new pair. */
    public static RuleKeyPair generate() {
        Ed25519.PemPair pair = Ed25519.generate();
        return new RuleKeyPair(pair.privatePem(), pair.publicPem());
    }

    /** The private key and nothing else. */
    @Override
    public String toString() {
        return "RuleKeyPair[redacted]";
    }

    static PrivateKey privateKey(String pem) {
        try {
            return Ed25519.privateKey(pem);
        } catch (KeyFaultException e) {
            throw new RuleKeyException("the signing key for rules cannot be used: " + e.getMessage(), e);
        }
    }

    static PublicKey publicKey(String pem) {
        try {
            return Ed25519.publicKey(pem);
        } catch (KeyFaultException e) {
            throw new RuleKeyException("a trusted key for rules cannot be used: " + e.getMessage(), e);
        }
    }
}
