package io.phiwatch.alerting.evidence.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.evidence.CanonicalJson;
import io.phiwatch.alerting.evidence.ChainHead;
import io.phiwatch.alerting.evidence.Sha256;
import io.phiwatch.alerting.evidence.archive.ArchiveVerdict.Reason;
import io.phiwatch.alerting.evidence.tree.MerkleProofs;
import io.phiwatch.alerting.evidence.tree.MerkleTree;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The chain of an archive, entry by entry: it is whole in itself when this exists. */
final class ChainCheck {
    private final List<byte[]> entries;
    private final String head;

    private ChainCheck(List<byte[]> entries, String head) {
        this.entries = entries;
        this.head = head;
    }

    static ChainCheck of(byte[] file) throws BrokenException {
        List<byte[]> entries = Lines.of(file);
        String incident = "";
        String head = ChainHead.NO_HASH;
        for (int i = 0; i < entries.size(); i++) {
            long place = i + 1L;
            ObjectNode entry =
                    CanonicalJson.parse(entries.get(i)).orElseThrow(() -> broken(place, Reason.NOT_CANONICAL));
            incident = i == 0 ? entry.path("incident_id").asText() : incident;
            check(entry, incident, place, head);
            head = entry.path("hash").asText();
        }
        return new ChainCheck(entries, head);
    }

    private static void check(ObjectNode entry, String incident, long place, String previous) throws BrokenException {
        if (!entry.path("incident_id").asText().equals(incident)) {
            throw broken(place, Reason.OTHER_INCIDENT);
        }
        if (entry.path("sequence").asLong() != place) {
            throw broken(place, Reason.WRONG_SEQUENCE);
        }
        if (!entry.path("previous_hash").asText().equals(previous)) {
            throw broken(place, Reason.WRONG_PREVIOUS_HASH);
        }
        ObjectNode hashed = entry.deepCopy();
        hashed.remove("hash");
        if (!Sha256.hex(CanonicalJson.of(hashed)).equals(entry.path("hash").asText())) {
            throw broken(place, Reason.WRONG_HASH);
        }
    }

    long size() {
        return entries.size();
    }

    /** Whether it ends where the signed manifest says. */
    void checkEnd(long expected, String expectedHead) throws BrokenException {
        if (size() < expected) {
            throw broken(size() + 1, Reason.MISSING_ENTRY);
        }
        if (size() > expected) {
            throw broken(expected + 1, Reason.EXTRA_ENTRY);
        }
        if (!head.equals(expectedHead)) {
            throw broken(size(), Reason.WRONG_HASH);
        }
    }

    /** Whether each entry is in the tree of that root, one behind the other. */
    void checkIncluded(JsonNode proofs, MerkleProofs.Root root) throws BrokenException {
        long before = -1;
        for (int i = 0; i < entries.size(); i++) {
            JsonNode proof = proofs.path(i);
            long index = proof.path("leaf_index").asLong(-1);
            Optional<List<byte[]>> path = hashes(proof.path("path"));
            byte[] leaf = MerkleTree.leafHash(entries.get(i));
            if (index <= before || path.isEmpty() || !MerkleProofs.isIncluded(leaf, index, path.get(), root)) {
                throw broken(i + 1L, Reason.NOT_IN_TREE);
            }
            before = index;
        }
    }

    /** Hashes in hex; empty where one is none. */
    static Optional<List<byte[]>> hashes(JsonNode array) {
        List<byte[]> hashes = new ArrayList<>();
        for (JsonNode one : array) {
            if (!one.asText().matches("[0-9a-f]{64}")) {
                return Optional.empty();
            }
            hashes.add(HexFormat.of().parseHex(one.asText()));
        }
        return Optional.of(hashes);
    }

    private static BrokenException broken(long place, Reason reason) {
        return new BrokenException(ArchiveWriter.ENTRIES, place, reason);
    }
}
