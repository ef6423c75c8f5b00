package io.phiwatch.alerting.ledger;

import io.phiwatch.alerting.evidence.tree.Nodes;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** Nodes in a state store: a level in one byte and an index in eight give a hash of 32. */
final class StoredNodes implements Nodes {
    /** No level of a tree: here stands its size. */
    private static final byte SIZE = -1;

    private final KeyValueStore<Bytes, byte[]> store;

    StoredNodes(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    @Override
    public long size() {
        byte[] size = store.get(key(SIZE, 0));
        return size == null ? 0 : ByteBuffer.wrap(size).getLong();
    }

    @Override
    public void resize(long leaves) {
        store.put(key(SIZE, 0), ByteBuffer.allocate(Long.BYTES).putLong(leaves).array());
    }

    @Override
    public byte[] get(int level, long index) {
        return Objects.requireNonNull(store.get(key((byte) level, index)), "a complete subtree has a hash");
    }

    @Override
    public void put(int level, long index, byte[] hash) {
        store.put(key((byte) level, index), hash);
    }

    private static Bytes key(byte level, long index) {
        return Bytes.wrap(
                ByteBuffer.allocate(1 + Long.BYTES).put(level).putLong(index).array());
    }
}
