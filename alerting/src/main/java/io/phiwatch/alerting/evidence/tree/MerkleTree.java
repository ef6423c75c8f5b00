package io.phiwatch.alerting.evidence.tree;

import io.phiwatch.alerting.evidence.Sha256;
import java.util.ArrayList;
import java.util.List;

/**
 * An append-only Merkle tree as in RFC 6962 section 2.1, with SHA-256. Gives the root at any size so far, and proofs that a
 * leaf is in it, or that one size is a prefix of another. As thread-safe as its nodes.
 */
public final class MerkleTree {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private final Nodes nodes;

    /** The tree that these nodes hold. */
    public MerkleTree(Nodes nodes) {
        this.nodes = nodes;
    }

    /** Hash of a leaf with that content. */
    public static byte[] leafHash(byte[] content) {
        return Sha256.of(LEAF, content);
    }

    static byte[] nodeHash(byte[] left, byte[] right) {
        return Sha256.of(NODE, left, right);
    }

    /** Leaves so far. */
    public long size() {
        return nodes.size();
    }

    /** Hash of the leaf at an index, counted from 0. */
    public byte[] leaf(long index) {
        checkIndex(index, size());
        return nodes.get(0, index);
    }

    /** Adds a leaf, given as its hash. */
    public void append(byte[] leafHash) {
        long size = nodes.size();
        byte[] hash = leafHash;
        nodes.put(0, size, hash);
        int level = 0;
        for (long index = size; index % 2 == 1; index /= 2) {
            hash = nodeHash(nodes.get(level, index - 1), hash);
            level++;
            nodes.put(level, index / 2, hash);
        }
        nodes.resize(size + 1);
    }

    /**
     * Root of the first leaves.
     *
     * @param size how many; of none it is the hash of nothing
     */
    public byte[] root(long size) {
        checkSize(size);
        return size == 0 ? Sha256.of() : hash(0, size);
    }

    /**
     * Proof that a leaf is in the tree of a size (the PATH of RFC 6962 section 2.1.1).
     *
     * @return hashes from the leaf upwards
     */
    public List<byte[]> inclusion(long index, long size) {
        checkSize(size);
        checkIndex(index, size);
        List<byte[]> path = new ArrayList<>();
        addPath(path, index, 0, size);
        return path;
    }

    /**
     * Proof that the tree of one size is a prefix of the tree of another (the PROOF of RFC 6962 section 2.1.2).
     *
     * @param first the smaller size; of no leaves the proof is empty
     */
    public List<byte[]> consistency(long first, long second) {
        checkSize(second);
        if (first < 0 || first > second) {
            throw new IllegalArgumentException("first: must be from 0 to the second size");
        }
        List<byte[]> path = new ArrayList<>();
        if (first > 0) {
            addSubproof(path, first, 0, second, true);
        }
        return path;
    }

    private void addPath(List<byte[]> path, long index, long begin, long end) {
        if (end - begin == 1) {
            return;
        }
        long middle = begin + split(end - begin);
        if (index < middle) {
            addPath(path, index, begin, middle);
            path.add(hash(middle, end));
        } else {
            addPath(path, index, middle, end);
            path.add(hash(begin, middle));
        }
    }

    /** {@code whole} says that the verifier knows the hash of this subtree: it is the root of the first size. */
    private void addSubproof(List<byte[]> path, long first, long begin, long end, boolean whole) {
        if (first == end) {
            if (!whole) {
                path.add(hash(begin, end));
            }
            return;
        }
        long middle = begin + split(end - begin);
        if (first <= middle) {
            addSubproof(path, first, begin, middle, whole);
            path.add(hash(middle, end));
        } else {
            addSubproof(path, first, middle, end, false);
            path.add(hash(begin, middle));
        }
    }

    private byte[] hash(long begin, long end) {
        long size = end - begin;
        if (Long.bitCount(size) == 1) {
            int level = Long.numberOfTrailingZeros(size);
            return nodes.get(level, begin >> level);
        }
        long middle = begin + split(size);
        return nodeHash(hash(begin, middle), hash(middle, end));
    }

    /** The largest power of two that is smaller than the size. */
    private static long split(long size) {
        return Long.highestOneBit(size - 1);
    }

    private void checkSize(long size) {
        if (size < 0 || size > nodes.size()) {
            throw new IllegalArgumentException("size: must be from 0 to the size of the tree");
        }
    }

    private static void checkIndex(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("index: must be from 0 and less than the size");
        }
    }
}
