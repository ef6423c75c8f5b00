package io.phiwatch.alerting.console;

import io.phiwatch.alerting.console.evidence.EvidenceAccess;
import io.phiwatch.alerting.evidence.tree.LedgerKeys;
import io.phiwatch.alerting.ledger.EvidenceRecords;
import io.phiwatch.alerting.ledger.LedgerView;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.SealedPayload;
import io.phiwatch.schema.TreeRoot;
import io.phiwatch.schema.sign.Ed25519;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Topics of evidence as the test fills them: an entry's offset is its place, and seals are bytes turned around. */
final class FakeEvidence implements EvidenceRecords {
    static final Ed25519.PemPair PAIR = Ed25519.generate();

    final List<EvidenceEntry> topic = new ArrayList<>();
    final Map<String, SealedPayload> sealed = new HashMap<>();
    final Map<String, AccessEvent> events = new HashMap<>();
    final LedgerKeys keys =
            LedgerKeys.of(PAIR.privatePem(), List.of(PAIR.publicPem())).orElseThrow();

    EvidenceAccess access() {
        return new EvidenceAccess(this, Optional.of(keys), payload -> reversed(payload.getCiphertext()));
    }

    /** Writes an entry, and lets the view read it. */
    void append(LedgerView view, EvidenceEntry entry) {
        topic.add(entry);
        view.append(topic.size() - 1L, entry);
    }

    /** Signs what the view has read. */
    void sign(LedgerView view, String rootHash, Instant at) {
        view.add(keys.sign(
                TreeRoot.newBuilder()
                        .setTreeSize(view.size())
                        .setRootHash(rootHash)
                        .setRecordedAt(at)
                        .build(),
                at));
    }

    static String root(List<byte[]> leaves) {
        var tree = new io.phiwatch.alerting.evidence.tree.MerkleTree(
                new io.phiwatch.alerting.evidence.tree.NodesInMemory());
        leaves.forEach(tree::append);
        return HexFormat.of().formatHex(tree.root(tree.size()));
    }

    void seal(EventRef ref, String original) {
        byte[] bytes = original.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        sealed.put(
                ref.getEventId(),
                SealedPayload.newBuilder()
                        .setEventId(ref.getEventId())
                        .setTenant("acme")
                        .setSourceId(ref.getSourceId())
                        .setContentType("application/json")
                        .setSealedAt(Samples.NOW)
                        .setCiphertext(ByteBuffer.wrap(reversed(ByteBuffer.wrap(bytes))))
                        .build());
    }

    @Override
    public List<EvidenceEntry> entries(List<LedgerView.Leaf> leaves) {
        return leaves.stream().map(leaf -> topic.get((int) leaf.offset())).toList();
    }

    @Override
    public Map<EventRef, AccessEvent> events(Collection<EventRef> refs) {
        Map<EventRef, AccessEvent> found = new HashMap<>();
        for (EventRef ref : refs) {
            AccessEvent event = events.get(ref.getEventId());
            if (event != null) {
                found.put(ref, event);
            }
        }
        return found;
    }

    @Override
    public Map<EventRef, SealedPayload> originals(Collection<EventRef> refs) {
        Map<EventRef, SealedPayload> found = new HashMap<>();
        for (EventRef ref : refs) {
            SealedPayload original = sealed.get(ref.getEventId());
            if (original != null) {
                found.put(ref, original);
            }
        }
        return found;
    }

    private static byte[] reversed(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = buffer.get(bytes.length - 1 - i);
        }
        return bytes;
    }
}
