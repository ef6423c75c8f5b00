package io.phiwatch.alerting.evidence.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.evidence.CanonicalJson;
import io.phiwatch.alerting.evidence.Sha256;
import io.phiwatch.alerting.evidence.archive.ArchiveVerdict.Broken;
import io.phiwatch.alerting.evidence.archive.ArchiveVerdict.Intact;
import io.phiwatch.alerting.evidence.archive.ArchiveVerdict.Reason;
import io.phiwatch.schema.sign.Ed25519;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Verifies an archive with nothing else at hand, and names the first thing that is wrong: first by the chain of entries,
 * then by what was signed, then by every byte. Works on the JSON, not on the schema, so that it reads later fields too.
 */
public final class ArchiveVerifier {
    private final byte[] zip;
    private final Map<String, byte[]> files;
    private final ArchiveKeys keys;

    private ArchiveVerifier(byte[] zip, Map<String, PublicKey> pinned) {
        this.zip = zip;
        this.files = StoredZip.read(zip);
        this.keys = new ArchiveKeys(files, pinned);
    }

    /**
     * Verifies an archive.
     *
     * @param pinned keys that the asker knows to be phiwatch's, by id; empty takes those in the archive, which whoever
     *     forged all of it could have forged too
     * @param published heads that were kept elsewhere, as lines of canonical JSON; may be empty
     */
    public static ArchiveVerdict verify(byte[] zip, Map<String, PublicKey> pinned, List<byte[]> published) {
        try {
            return new ArchiveVerifier(zip, pinned).verify(published);
        } catch (BrokenException e) {
            return e.broken();
        }
    }

    private Intact verify(List<byte[]> published) throws BrokenException {
        if (!files.containsKey(ArchiveWriter.ENTRIES)) {
            throw new BrokenException(
                    files.isEmpty()
                            ? new Broken("", 0, Reason.NOT_AN_ARCHIVE)
                            : new Broken(ArchiveWriter.ENTRIES, 0, Reason.MISSING_FILE));
        }
        ChainCheck chain = ChainCheck.of(file(ArchiveWriter.ENTRIES));
        ObjectNode manifest = manifest();
        chain.checkEnd(
                manifest.path("entries").asLong(), manifest.path("chain_head").asText());
        ArchiveHeads heads = ArchiveHeads.of(file(ArchiveWriter.HEADS), keys);
        JsonNode proofs = CanonicalJson.parse(file(ArchiveWriter.PROOFS))
                .orElseThrow(() -> new BrokenException(ArchiveWriter.PROOFS, 0, Reason.NOT_CANONICAL));
        heads.checkSteps(proofs.path("steps"));
        chain.checkIncluded(proofs.path("entries"), heads.last());
        checkDigests(manifest.path("files"));
        if (!Arrays.equals(StoredZip.write(files), zip)) {
            throw new BrokenException("", 0, Reason.WRONG_BYTES);
        }
        heads.checkPublished(published, keys);
        return new Intact(
                manifest.path("incident_id").asText(),
                chain.size(),
                heads.last().size(),
                manifest.path("key_id").asText());
    }

    private ObjectNode manifest() throws BrokenException {
        byte[] bytes = file(ArchiveWriter.MANIFEST);
        ObjectNode manifest = CanonicalJson.parse(bytes)
                .orElseThrow(() -> new BrokenException(ArchiveWriter.MANIFEST, 0, Reason.NOT_CANONICAL));
        if (!manifest.path("format").asText().equals(ArchiveWriter.FORMAT)) {
            throw new BrokenException(ArchiveWriter.MANIFEST, 0, Reason.NOT_AN_ARCHIVE);
        }
        PublicKey key = keys.find(manifest.path("key_id").asText())
                .orElseThrow(() -> new BrokenException(ArchiveWriter.MANIFEST, 0, Reason.UNKNOWN_KEY));
        if (!Ed25519.hasSigned(key, bytes, signature())) {
            throw new BrokenException(ArchiveWriter.MANIFEST, 0, Reason.WRONG_SIGNATURE);
        }
        return manifest;
    }

    private byte[] signature() throws BrokenException {
        try {
            return Base64.getDecoder().decode(file(ArchiveWriter.SIGNATURE));
        } catch (IllegalArgumentException e) {
            throw new BrokenException(ArchiveWriter.SIGNATURE, 0, Reason.WRONG_SIGNATURE);
        }
    }

    private void checkDigests(JsonNode listed) throws BrokenException {
        Set<String> named = new HashSet<>(Set.of(ArchiveWriter.MANIFEST, ArchiveWriter.SIGNATURE));
        for (JsonNode one : listed) {
            String path = one.path("path").asText();
            named.add(path);
            if (!Sha256.hex(file(path)).equals(one.path("sha256").asText())) {
                throw new BrokenException(path, 0, Reason.WRONG_DIGEST);
            }
        }
        for (String path : files.keySet()) {
            if (!named.contains(path)) {
                throw new BrokenException(path, 0, Reason.UNKNOWN_FILE);
            }
        }
    }

    private byte[] file(String path) throws BrokenException {
        byte[] content = files.get(path);
        if (content == null) {
            throw new BrokenException(path, 0, Reason.MISSING_FILE);
        }
        return content;
    }
}
