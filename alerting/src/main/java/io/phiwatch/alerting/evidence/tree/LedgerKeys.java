package io.phiwatch.alerting.evidence.tree;

import io.phiwatch.schema.TreeHead;
import io.phiwatch.schema.TreeRoot;
import io.phiwatch.schema.sign.Ed25519;
import io.phiwatch.schema.sign.KeyFaultException;
import java.nio.ByteBuffer;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The key that signs heads and exports, and the public keys by which they are checked, old ones included. Thread-safe. */
public final class LedgerKeys {
    private static final byte[] PROBE = {};

    private final PrivateKey signingKey;
    private final String keyId;
    private final Map<String, PublicKey> publicKeys;

    private LedgerKeys(PrivateKey signingKey, String keyId, Map<String, PublicKey> publicKeys) {
        this.signingKey = signingKey;
        this.keyId = keyId;
        this.publicKeys = publicKeys;
    }

    /**
     * Keys from PEM texts.
     *
     * @param publicPems must hold the public half of the private key, or nobody could check what it signs
     * @throws KeyFaultException where one cannot be used
     */
    public static Optional<LedgerKeys> of(String privatePem, Collection<String> publicPems) {
        PrivateKey signingKey = Ed25519.privateKey(privatePem);
        byte[] probe = Ed25519.sign(signingKey, PROBE);
        Map<String, PublicKey> keys = byId(publicPems);
        return keys.entrySet().stream()
                .filter(key -> Ed25519.hasSigned(key.getValue(), PROBE, probe))
                .findFirst()
                .map(own -> new LedgerKeys(signingKey, own.getKey(), keys));
    }

    /** Public keys in PEM texts by their ids. */
    public static Map<String, PublicKey> byId(Collection<String> publicPems) {
        Map<String, PublicKey> keys = new LinkedHashMap<>();
        for (String pem : publicPems) {
            PublicKey key = Ed25519.publicKey(pem);
            keys.put(Ed25519.id(key), key);
        }
        return keys;
    }

    /** Id of the key that signs. */
    public String keyId() {
        return keyId;
    }

    /** The public keys as PEM by their ids, the one that signs among them. */
    public Map<String, String> publicPems() {
        Map<String, String> pems = new LinkedHashMap<>();
        publicKeys.forEach((id, key) -> pems.put(id, Ed25519.pem(key)));
        return pems;
    }

    /** The root as a signed head. */
    public TreeHead sign(TreeRoot root, Instant at) {
        TreeHead head = TreeHead.newBuilder()
                .setTreeSize(root.getTreeSize())
                .setRootHash(root.getRootHash())
                .setSignedAt(at)
                .setKeyId(keyId)
                .setSignature(ByteBuffer.wrap(PROBE))
                .build();
        head.setSignature(ByteBuffer.wrap(sign(HeadForm.signed(head))));
        return head;
    }

    /** Signature of a message. */
    public byte[] sign(byte[] message) {
        return Ed25519.sign(signingKey, message);
    }

    /** The ids and nothing else. */
    @Override
    public String toString() {
        return "LedgerKeys[keyId=" + keyId + "]";
    }
}
