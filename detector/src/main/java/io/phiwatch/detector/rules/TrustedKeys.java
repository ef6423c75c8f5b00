package io.phiwatch.detector.rules;

import io.phiwatch.schema.RuleRecord;
import io.phiwatch.schema.RulesManifest;
import io.phiwatch.schema.sign.Ed25519;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The public keys whose holders may change rules. Thread-safe. */
public final class TrustedKeys {
    private final Map<String, PublicKey> keys = new LinkedHashMap<>();

    private TrustedKeys() {}

    /**
     * Keys from PEM texts.
     *
     * @throws RuleKeyException where one cannot be read
     */
    public static TrustedKeys of(Collection<String> publicPems) {
        TrustedKeys trusted = new TrustedKeys();
        for (String pem : publicPems) {
            PublicKey key = RuleKeyPair.publicKey(pem);
            trusted.keys.put(Ed25519.id(key), key);
        }
        return trusted;
    }

    boolean hasSigned(String key, RuleRecord record) {
        return hasSigned(SignedForm.of(key, record), record.getKeyId(), record.getSignature());
    }

    boolean hasSigned(RulesManifest manifest) {
        return hasSigned(SignedForm.of(manifest), manifest.getKeyId(), manifest.getSignature());
    }

    /** Id of the key that made the signature; empty where none of these did. */
    Optional<String> signerOf(byte[] form, byte[] signature) {
        return keys.keySet().stream()
                .filter(id -> hasSigned(form, id, ByteBuffer.wrap(signature)))
                .findFirst();
    }

    private boolean hasSigned(byte[] form, String keyId, ByteBuffer signature) {
        PublicKey key = keys.get(keyId);
        if (key == null) {
            return false;
        }
        byte[] copy = new byte[signature.remaining()];
        signature.duplicate().get(copy);
        return Ed25519.hasSigned(key, form, copy);
    }

    /** Lower-case hex. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
