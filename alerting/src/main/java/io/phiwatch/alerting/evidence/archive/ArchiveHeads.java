package io.phiwatch.alerting.evidence.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.evidence.CanonicalJson;
import io.phiwatch.alerting.evidence.archive.ArchiveVerdict.Reason;
import io.phiwatch.alerting.evidence.tree.MerkleProofs;
import io.phiwatch.alerting.evidence.tree.MerkleProofs.Root;
import io.phiwatch.schema.sign.Ed25519;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The heads of an archive, each signed by a known key when this exists. */
final class ArchiveHeads {
    /** Name under which published heads are reported. */
    static final String PUBLISHED = "published heads";

    private final List<Root> roots;

    private ArchiveHeads(List<Root> roots) {
        this.roots = roots;
    }

    static ArchiveHeads of(byte[] file, ArchiveKeys keys) throws BrokenException {
        List<Root> roots = new ArrayList<>();
        List<byte[]> lines = Lines.of(file);
        for (int i = 0; i < lines.size(); i++) {
            roots.add(root(lines.get(i), keys, ArchiveWriter.HEADS, i + 1L));
        }
        if (roots.isEmpty()) {
            throw new BrokenException(ArchiveWriter.HEADS, 0, Reason.MISSING_FILE);
        }
        return new ArchiveHeads(roots);
    }

    private static Root root(byte[] line, ArchiveKeys keys, String file, long place) throws BrokenException {
        ObjectNode head =
                CanonicalJson.parse(line).orElseThrow(() -> new BrokenException(file, place, Reason.NOT_CANONICAL));
        PublicKey key = keys.find(head.path("key_id").asText())
                .orElseThrow(() -> new BrokenException(file, place, Reason.UNKNOWN_KEY));
        Optional<byte[]> signature = decoded(head.path("signature").asText());
        ObjectNode signed = head.deepCopy();
        signed.remove("signature");
        String hash = head.path("root_hash").asText();
        if (signature.isEmpty()
                || !Ed25519.hasSigned(key, CanonicalJson.of(signed), signature.get())
                || !hash.matches("[0-9a-f]{64}")) {
            throw new BrokenException(file, place, Reason.WRONG_SIGNATURE);
        }
        return new Root(head.path("tree_size").asLong(), HexFormat.of().parseHex(hash));
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The head by which entries are proven. */
    Root last() {
        return roots.getLast();
    }

    /** Whether each head continues the one before. */
    void checkSteps(JsonNode steps) throws BrokenException {
        for (int i = 1; i < roots.size(); i++) {
            Optional<List<byte[]>> path = ChainCheck.hashes(steps.path(i - 1));
            if (path.isEmpty() || !MerkleProofs.isConsistent(roots.get(i - 1), roots.get(i), path.get())) {
                throw new BrokenException(ArchiveWriter.HEADS, i + 1L, Reason.INCONSISTENT_HEADS);
            }
        }
    }

    /** Whether heads that were kept elsewhere tell the same of trees of the same size. */
    void checkPublished(List<byte[]> lines, ArchiveKeys keys) throws BrokenException {
        for (int i = 0; i < lines.size(); i++) {
            Root published = root(lines.get(i), keys, PUBLISHED, i + 1L);
            for (Root own : roots) {
                if (own.size() == published.size() && !Arrays.equals(own.hash(), published.hash())) {
                    throw new BrokenException(PUBLISHED, i + 1L, Reason.CONTRADICTS_PUBLISHED);
                }
            }
        }
    }
}
