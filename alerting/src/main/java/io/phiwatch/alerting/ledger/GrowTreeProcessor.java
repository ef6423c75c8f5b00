package io.phiwatch.alerting.ledger;

import io.phiwatch.alerting.evidence.CanonicalEntry;
import io.phiwatch.alerting.evidence.tree.MerkleTree;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.TreeRoot;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Each entry becomes a leaf; the root after it goes on. */
final class GrowTreeProcessor extends ContextualProcessor<String, @Nullable EvidenceEntry, String, TreeRoot> {
    /** Key of every root: only the latest is of use. */
    static final String KEY = "tree";

    @Override
    public void process(Record<String, @Nullable EvidenceEntry> message) {
        EvidenceEntry entry = message.value();
        if (entry == null) {
            return;
        }
        MerkleTree tree = new MerkleTree(new StoredNodes(context().getStateStore(LedgerTopology.NODES_STORE)));
        tree.append(MerkleTree.leafHash(CanonicalEntry.whole(entry)));
        TreeRoot root = TreeRoot.newBuilder()
                .setTreeSize(tree.size())
                .setRootHash(HexFormat.of().formatHex(tree.root(tree.size())))
                .setRecordedAt(Instant.ofEpochMilli(message.timestamp()))
                .build();
        context().forward(new Record<>(KEY, root, message.timestamp()));
    }
}
