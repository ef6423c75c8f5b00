package io.phiwatch.detector.rules;

import io.phiwatch.schema.RuleRecord;
import io.phiwatch.schema.RulesManifest;
import io.phiwatch.schema.sign.Ed25519;
import java.nio.ByteBuffer;
import java.security.PrivateKey;

/** Signs rules with a key that detectors trust. Thread-safe. */
public final class RuleSigner {
    private static final byte[] PROBE = {};

    private final PrivateKey key;
    private final String keyId;

    private RuleSigner(PrivateKey key, String keyId) {
        this.key = key;
        this.keyId = keyId;
    }

    /**
     * A signer with that key.
     *
     * @param trusted must hold its public half: what else it signs no detector would take
     * @throws RuleKeyException where the key cannot be read or is not trusted
     */
    public static RuleSigner of(String privatePem, TrustedKeys trusted) {
        PrivateKey key = RuleKeyPair.privateKey(privatePem);
        String keyId = trusted.signerOf(PROBE, Ed25519.sign(key, PROBE))
                .orElseThrow(
                        () -> new RuleKeyException(
                                "the public half of the signing key is not among the trusted keys: add it to rules.trusted_keys"));
        return new RuleSigner(key, keyId);
    }

    /** The record with key id and signature filled in. */
    RuleRecord signed(String recordKey, RuleRecord.Builder record) {
        RuleRecord unsigned =
                record.setKeyId(keyId).setSignature(ByteBuffer.wrap(PROBE)).build();
        unsigned.setSignature(ByteBuffer.wrap(Ed25519.sign(key, SignedForm.of(recordKey, unsigned))));
        return unsigned;
    }

    /** The manifest with key id and signature filled in. */
    RulesManifest signed(RulesManifest.Builder manifest) {
        RulesManifest unsigned =
                manifest.setKeyId(keyId).setSignature(ByteBuffer.wrap(PROBE)).build();
        unsigned.setSignature(ByteBuffer.wrap(Ed25519.sign(key, SignedForm.of(unsigned))));
        return unsigned;
    }
}
