package io.phiwatch.alerting.ledger;

import io.phiwatch.alerting.evidence.CanonicalEntry;
import io.phiwatch.alerting.evidence.tree.MerkleTree;
import io.phiwatch.alerting.evidence.tree.NodesInMemory;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.TreeHead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The tree once more, built from the topic by whoever reads it, with the heads that were signed: gives proofs, and tells a
 * head that is not of this tree. Holds some 80 bytes per entry. Thread-safe.
 */
public final class LedgerView {
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final MerkleTree tree = new MerkleTree(new NodesInMemory());
    private final Map<String, List<Leaf>> leaves = new HashMap<>();
    private final TreeMap<Long, TreeHead> heads = new TreeMap<>();
    private long nextOffset;

    /**
     * Where an entry stands.
     *
     * @param index in the tree, counted from 0
     * @param sequence in the chain of its incident, counted from 1
     * @param offset in the topic
     */
    public record Leaf(long index, long sequence, long offset) {}

    /** Takes in the entry at an offset of the topic; one that was read before changes nothing. */
    public void append(long offset, EvidenceEntry entry) {
        locked(() -> {
            if (offset < nextOffset) {
                return false;
            }
            nextOffset = offset + 1;
            leaves.computeIfAbsent(entry.getIncidentId(), id -> new ArrayList<>())
                    .add(new Leaf(tree.size(), entry.getSequence(), offset));
            tree.append(MerkleTree.leafHash(CanonicalEntry.whole(entry)));
            changed.signalAll();
            return true;
        });
    }

    /** Takes in a signed head. Of two of one size the first stays. */
    public void add(TreeHead head) {
        locked(() -> {
            heads.putIfAbsent(head.getTreeSize(), head);
            changed.signalAll();
            return true;
        });
    }

    /** Where the entries of an incident stand, in the order of the topic. */
    public List<Leaf> leaves(String incidentId) {
        return locked(() -> List.copyOf(leaves.getOrDefault(incidentId, List.of())));
    }

    /** All heads, the smallest first. */
    public List<TreeHead> heads() {
        return locked(() -> List.copyOf(heads.values()));
    }

    /** The head of the largest tree that was read whole. */
    public Optional<TreeHead> latest() {
        return locked(this::latestRead);
    }

    /** Entries read so far. */
    public long size() {
        return locked(tree::size);
    }

    /** Whether the head states the root of this tree; empty where not so many entries were read yet. */
    public Optional<Boolean> isOwn(TreeHead head) {
        return locked(() -> head.getTreeSize() > tree.size()
                ? Optional.empty()
                : Optional.of(
                        HexFormat.of().formatHex(tree.root(head.getTreeSize())).equals(head.getRootHash())));
    }

    /** Proof that the leaf at an index is in the tree of a size. */
    public List<byte[]> inclusion(long index, long size) {
        return locked(() -> tree.inclusion(index, size));
    }

    /** Proof that the tree of the first size is a prefix of that of the second. */
    public List<byte[]> consistency(long first, long second) {
        return locked(() -> tree.consistency(first, second));
    }

    /**
     * Waits for a signed head over so many entries of an incident, all of which were read.
     *
     * @return the largest; empty where none came in time
     */
    public Optional<TreeHead> awaitHead(String incidentId, long entries, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            Optional<TreeHead> head = headOver(incidentId, entries);
            while (head.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
                head = headOver(incidentId, entries);
            }
            return head;
        } finally {
            lock.unlock();
        }
    }

    private Optional<TreeHead> headOver(String incidentId, long entries) {
        List<Leaf> known = leaves.getOrDefault(incidentId, List.of());
        if (known.size() < entries || known.isEmpty()) {
            return Optional.empty();
        }
        long size = known.get(Math.toIntExact(entries) - 1).index() + 1;
        return latestRead().filter(head -> head.getTreeSize() >= size);
    }

    private Optional<TreeHead> latestRead() {
        return Optional.ofNullable(heads.floorEntry(tree.size())).map(Map.Entry::getValue);
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
