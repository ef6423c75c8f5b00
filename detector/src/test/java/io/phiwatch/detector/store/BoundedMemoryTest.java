package io.phiwatch.detector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class BoundedMemoryTest {
    /** About as many as a detector of two partitions has. */
    private static final int STORES = 60;

    private static final int RECORD_BYTES = 1_000;

    @TempDir
    private Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void load() {
        RocksDB.loadLibrary();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    @Test
    void whatOtherStoresHoldFlushesNoStore() throws Exception {
        // Given: stores of tasks that have done their work, with all that they may keep in memory
        for (int store = 1; store < STORES; store++) {
            put(open("idle-" + store), 1_500);
        }
        RocksDB ticks = open("ticks");

        // When
        put(ticks, 200);

        // Then
        assertThat(ticks.getProperty("rocksdb.num-files-at-level0")).isEqualTo("0");
        assertThat(ticks.getLongProperty("rocksdb.num-entries-active-mem-table"))
                .isEqualTo(200);
    }

    @Test
    void aStoreKeepsFewMebibytesInMemory() throws Exception {
        RocksDB store = open("busy");

        put(store, 20_000);

        assertThat(store.getLongProperty("rocksdb.cur-size-all-mem-tables")).isLessThan(5L << 20);
    }

    private RocksDB open(String name) throws RocksDBException {
        Options options = new Options().setCreateIfMissing(true).setTableFormatConfig(new BlockBasedTableConfig());
        opened.add(options);
        new BoundedMemory().setConfig(name, options, Map.of());
        RocksDB store = RocksDB.open(options, folder.resolve(name).toString());
        opened.add(store);
        return store;
    }

    private static void put(RocksDB store, int records) throws RocksDBException {
        for (int i = 0; i < records; i++) {
            store.put(ByteBuffer.allocate(Integer.BYTES).putInt(i).array(), new byte[RECORD_BYTES]);
        }
    }
}
