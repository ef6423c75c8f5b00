package io.phiwatch.alerting;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/**
 * Bounds the memory of the stores: one block cache for all, and a small write buffer for each. Write buffers are not
 * shared: where all stores together have used up what they share, every write flushes a store and waits for the disk.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
    private static final long CACHE_BYTES = 32L * 1024 * 1024;
    private static final long WRITE_BUFFER_BYTES = 1024 * 1024;
    /** What a write buffer grows by, so that a store of a few records takes little. */
    private static final long ARENA_BYTES = 32 * 1024;

    /** Lives as long as the process, like the stores that share it. */
    private static final class Shared {
        private static final Cache CACHE = new LRUCache(CACHE_BYTES);
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(Shared.CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setArenaBlockSize(ARENA_BYTES);
        options.setTableFormatConfig(table);
    }

    @Override
    public void close(String storeName, Options options) {
        // the cache is shared: closing it with one store would take it from the others
    }
}
