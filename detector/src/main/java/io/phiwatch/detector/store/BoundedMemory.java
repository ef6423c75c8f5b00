package io.phiwatch.detector.store;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/**
 * Gives all RocksDB stores of the process one block cache, and each small write buffers of its own. Left alone, each store
 * of each task may take 50 MiB for blocks and 48 MiB for writes. Indexes and filters stay outside of the cache, where they
 * need not be looked up: they take some 2 bytes for each record that is stored.
 *
 * <p>Write buffers are not shared (RocksDB's {@code WriteBufferManager}). Where all stores together have used up what they
 * share, every write flushes the store that it goes to, however little that store holds, while stores that nobody writes
 * to keep theirs: a detector that had worked off a backlog waited for the disk at each tick that it remembered.
 */
public final class BoundedMemory implements RocksDBConfigSetter {
    private static final long CACHE_BYTES = 128L << 20;
    private static final long WRITE_BUFFER_BYTES = 2L << 20;

    /** The one that is written to, and those that are being flushed: the disk may take its time. */
    private static final int MOST_WRITE_BUFFERS = 4;

    /** What a write buffer grows by, so that a store of a few records takes little. RocksDB's own choice is an eighth. */
    private static final long ARENA_BYTES = 32L << 10;

    /** What is shared: made with the first store, and kept for the life of the process. */
    private static final class Shared {
        private static final Cache CACHE;

        static {
            RocksDB.loadLibrary();
            CACHE = new LRUCache(CACHE_BYTES);
        }
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(Shared.CACHE);
        table.setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash);
        options.setTableFormatConfig(table);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(MOST_WRITE_BUFFERS);
        options.setArenaBlockSize(ARENA_BYTES);
    }

    @Override
    public void close(String storeName, Options options) {
        // The cache belongs to all stores.
    }
}
