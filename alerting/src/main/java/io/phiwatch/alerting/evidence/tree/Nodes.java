package io.phiwatch.alerting.evidence.tree;

/**
 * Hashes of the complete subtrees of a tree: at level {@code l} and index {@code i} stands the hash over the leaves from
 * {@code i * 2^l} to {@code (i + 1) * 2^l}. About two hashes per leaf; any root and any proof reads a logarithm of them.
 */
public interface Nodes {
    /** Leaves in the tree. */
    long size();

    /** Says how many leaves there are now. */
    void resize(long leaves);

    /** The hash at a place that was put before. */
    byte[] get(int level, long index);

    /** Keeps the hash of a subtree. */
    void put(int level, long index, byte[] hash);
}
