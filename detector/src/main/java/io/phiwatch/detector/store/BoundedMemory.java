package io.phiwatch.detector.store;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Gives all RocksDB stores of the process one block cache, which their write buffers, indexes and filters count against.
 * Left alone, each store of each task may take 50 MiB for blocks and 48 MiB for writes.
 */
public final class BoundedMemory implements RocksDBConfigSetter {
    private static final long TOTAL_BYTES = 192L << 20;
    private static final long WRITE_BYTES = 64L << 20;
    private static final long WRITE_BUFFER_BYTES = 8L << 20;
    private static final int MOST_WRITE_BUFFERS = 2;

    /**
     * What a store takes for its write buffer at a time. RocksDB's own choice, an eighth of the buffer, uses up what all
     * stores may take with the first record of each: then every write flushes a store, and soon waits for compactions.
     */
    private static final long ARENA_BYTES = 32L << 10;

    /** Holds what is shared: made with the first store, and kept for the life of the process. */
    private static final class Shared {
        private static final Cache CACHE;
        private static final WriteBufferManager WRITES;

        static {
            RocksDB.loadLibrary();
            CACHE = new LRUCache(TOTAL_BYTES);
            WRITES = new WriteBufferManager(WRITE_BYTES, CACHE);
        }
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(Shared.CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(Shared.WRITES);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(MOST_WRITE_BUFFERS);
        options.setArenaBlockSize(ARENA_BYTES);
    }

    @Override
    public void close(String storeName, Options options) {
        // The cache and the buffers belong to all stores.
    }
}
