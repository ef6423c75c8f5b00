package io.phiwatch.alerting.evidence.tree;

import java.util.Arrays;
import java.util.List;

/** Checks proofs with nothing of the tree at hand but roots: the algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2. */
public final class MerkleProofs {
    private MerkleProofs() {}

    /** A tree of a size, as a head states it. */
    public record Root(long size, byte[] hash) {}

    /** Whether the path leads from the leaf at that index to the root. */
    public static boolean isIncluded(byte[] leafHash, long index, List<byte[]> path, Root root) {
        if (index < 0 || index >= root.size()) {
            return false;
        }
        Walk walk = new Walk(index, root.size() - 1);
        byte[] hash = leafHash;
        for (byte[] sibling : path) {
            if (walk.isOver()) {
                return false;
            }
            hash = walk.isRight() ? MerkleTree.nodeHash(sibling, hash) : MerkleTree.nodeHash(hash, sibling);
            walk.climb();
        }
        return walk.isOver() && Arrays.equals(hash, root.hash());
    }

    /** Whether the path shows that the first tree is a prefix of the second. */
    public static boolean isConsistent(Root first, Root second, List<byte[]> path) {
        if (first.size() < 0 || first.size() > second.size()) {
            return false;
        }
        if (first.size() == second.size()) {
            return path.isEmpty() && Arrays.equals(first.hash(), second.hash());
        }
        if (first.size() == 0) {
            return path.isEmpty();
        }
        boolean isComplete = Long.bitCount(first.size()) == 1;
        if (path.isEmpty() && !isComplete) {
            return false;
        }
        Walk walk = new Walk(first.size() - 1, second.size() - 1);
        walk.skipRight();
        byte[] firstHash = isComplete ? first.hash() : path.getFirst();
        byte[] secondHash = firstHash;
        for (byte[] sibling : isComplete ? path : path.subList(1, path.size())) {
            if (walk.isOver()) {
                return false;
            }
            if (walk.isRight()) {
                firstHash = MerkleTree.nodeHash(sibling, firstHash);
                secondHash = MerkleTree.nodeHash(sibling, secondHash);
            } else {
                secondHash = MerkleTree.nodeHash(secondHash, sibling);
            }
            walk.climb();
        }
        return walk.isOver() && Arrays.equals(firstHash, first.hash()) && Arrays.equals(secondHash, second.hash());
    }

    /** The way from a node up to the root, beside the way from the last node: {@code fn} and {@code sn} of the RFC. */
    private static final class Walk {
        private long node;
        private long last;

        Walk(long node, long last) {
            this.node = node;
            this.last = last;
        }

        boolean isOver() {
            return last == 0;
        }

        boolean isRight() {
            return node % 2 == 1 || node == last;
        }

        void skipRight() {
            while (node % 2 == 1) {
                shift();
            }
        }

        void climb() {
            if (isRight()) {
                // The last node of a level that has no sibling stands for itself on the levels above.
                while (node % 2 == 0 && node != 0) {
                    shift();
                }
            }
            shift();
        }

        private void shift() {
            node /= 2;
            last /= 2;
        }
    }
}
