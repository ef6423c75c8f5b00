package io.phiwatch.alerting.evidence.archive;

import io.phiwatch.schema.sign.Ed25519;
import io.phiwatch.schema.sign.KeyFaultException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;

/** The public keys by which an archive is judged: those that the asker trusts, else those that it brings along. */
final class ArchiveKeys {
    private final Map<String, byte[]> files;
    private final Map<String, PublicKey> pinned;

    ArchiveKeys(Map<String, byte[]> files, Map<String, PublicKey> pinned) {
        this.files = files;
        this.pinned = Map.copyOf(pinned);
    }

    /** The key of that id; empty where it is not there, not trusted, or has another id. */
    Optional<PublicKey> find(String id) {
        if (!pinned.isEmpty()) {
            return Optional.ofNullable(pinned.get(id));
        }
        return Optional.ofNullable(files.get(ArchiveWriter.KEYS + id + ".pem"))
                .flatMap(ArchiveKeys::parse)
                .filter(key -> Ed25519.id(key).equals(id));
    }

    private static Optional<PublicKey> parse(byte[] pem) {
        try {
            return Optional.of(Ed25519.publicKey(new String(pem, StandardCharsets.US_ASCII)));
        } catch (KeyFaultException e) {
            return Optional.empty();
        }
    }
}
