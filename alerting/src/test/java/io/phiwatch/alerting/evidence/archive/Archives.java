package io.phiwatch.alerting.evidence.archive;

import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.evidence.CanonicalEntry;
import io.phiwatch.alerting.evidence.ChainHead;
import io.phiwatch.alerting.evidence.EvidenceChain;
import io.phiwatch.alerting.evidence.EvidenceDraft;
import io.phiwatch.alerting.evidence.EvidenceDraft.AlertFacts;
import io.phiwatch.alerting.evidence.archive.ArchiveContent.Export;
import io.phiwatch.alerting.evidence.archive.ArchiveContent.Inclusion;
import io.phiwatch.alerting.evidence.archive.ArchiveContent.Proofs;
import io.phiwatch.alerting.evidence.tree.LedgerKeys;
import io.phiwatch.alerting.evidence.tree.MerkleTree;
import io.phiwatch.alerting.evidence.tree.NodesInMemory;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.TreeHead;
import io.phiwatch.schema.TreeRoot;
import io.phiwatch.schema.serde.RecordJson;
import io.phiwatch.schema.sign.Ed25519;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Archives as phiwatch makes them: an incident's chain in a tree that holds another incident's entries, too. */
final class Archives {
    static final String INCIDENT = Alerts.INCIDENT;
    private static final String OTHER = "acme-ffffffffffffffff-1";

    final Ed25519.PemPair pair = Ed25519.generate();
    final LedgerKeys keys;
    private final MerkleTree tree = new MerkleTree(new NodesInMemory());
    private final List<TreeHead> heads = new ArrayList<>();

    Archives() {
        this.keys = LedgerKeys.of(pair.privatePem(), List.of(pair.publicPem())).orElseThrow();
    }

    /** A tree of its own under a key that others have too. */
    Archives(LedgerKeys keys) {
        this.keys = keys;
    }

    /** Content with so many entries; the title tells which of several it is. */
    ArchiveContent content(int entries, String title) {
        List<EvidenceEntry> chain = new ArrayList<>();
        List<Long> indexes = new ArrayList<>();
        ChainHead head = ChainHead.start(INCIDENT);
        ChainHead other = ChainHead.start(OTHER);
        for (int i = 0; i < entries; i++) {
            other = ChainHead.of(append(EvidenceChain.append(other, draft(i, title))));
            indexes.add(tree.size());
            chain.add(append(EvidenceChain.append(head, draft(i, title))));
            head = ChainHead.of(chain.getLast());
            if (i % 2 == 0 || i == entries - 1) {
                heads.add(sign());
            }
        }
        List<TreeHead> covering = heads.stream()
                .filter(one -> one.getTreeSize() > indexes.getFirst())
                .toList();
        List<List<byte[]>> steps = new ArrayList<>();
        for (int i = 1; i < covering.size(); i++) {
            steps.add(tree.consistency(
                    covering.get(i - 1).getTreeSize(), covering.get(i).getTreeSize()));
        }
        List<Inclusion> inclusions = indexes.stream()
                .map(index -> new Inclusion(index, tree.inclusion(index, tree.size())))
                .toList();
        return new ArchiveContent(
                incident(title),
                chain,
                new Proofs(covering, steps, inclusions),
                List.of(RecordJson.object().put("event", "one")),
                List.of(RecordJson.object().put("ciphertext", "AAAA")),
                new Export(Alerts.START.plusSeconds(600), "carla.ng", "compliance", 1, 0));
    }

    byte[] zip(ArchiveContent content) {
        return new ArchiveWriter(keys).write(content);
    }

    private EvidenceEntry append(EvidenceEntry entry) {
        tree.append(MerkleTree.leafHash(CanonicalEntry.whole(entry)));
        return entry;
    }

    private TreeHead sign() {
        TreeRoot root = TreeRoot.newBuilder()
                .setTreeSize(tree.size())
                .setRootHash(HexFormat.of().formatHex(tree.root(tree.size())))
                .setRecordedAt(Alerts.START)
                .build();
        return keys.sign(root, Alerts.START.plusSeconds(tree.size()));
    }

    private static EvidenceDraft draft(int number, String title) {
        return new EvidenceDraft(
                EvidenceType.alert_raised,
                Alerts.START.plusSeconds(number),
                "phiwatch",
                title + ": entry " + number,
                Map.of("revision", Integer.toString(number)),
                new AlertFacts("alert-" + number, Alerts.START, Alerts.START, Alerts.refs(2)));
    }

    private static Incident incident(String title) {
        return Alerts.incident().setTitle(title).build();
    }
}
