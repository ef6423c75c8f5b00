package io.phiwatch.alerting.evidence.tree;

import io.phiwatch.alerting.evidence.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Nodes on the heap, 64 bytes per leaf; up to 2^25 leaves. Not thread-safe. */
public final class NodesInMemory implements Nodes {
    private static final int FIRST_CAPACITY = 64 * Sha256.BYTES;

    private final List<byte[]> levels = new ArrayList<>();
    private long size;

    @Override
    public long size() {
        return size;
    }

    @Override
    public void resize(long leaves) {
        size = leaves;
    }

    @Override
    public byte[] get(int level, long index) {
        int start = start(index);
        return Arrays.copyOfRange(levels.get(level), start, start + Sha256.BYTES);
    }

    @Override
    public void put(int level, long index, byte[] hash) {
        if (level == levels.size()) {
            levels.add(new byte[FIRST_CAPACITY]);
        }
        int start = start(index);
        byte[] hashes = levels.get(level);
        if (start == hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.multiplyExact(hashes.length, 2));
            levels.set(level, hashes);
        }
        System.arraycopy(hash, 0, hashes, start, Sha256.BYTES);
    }

    private static int start(long index) {
        return Math.toIntExact(index * Sha256.BYTES);
    }
}
