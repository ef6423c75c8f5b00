package io.phiwatch.detector;

import java.io.File;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** A store without a topology, ready for use. */
public final class StoreInMemory {
    private StoreInMemory() {}

    /** An empty store. */
    public static <K, V> KeyValueStore<K, V> of(Serde<K> keys, Serde<V> values) {
        KeyValueStore<K, V> store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("store"), keys, values)
                .withLoggingDisabled()
                .build();
        MockProcessorContext<Void, Void> context =
                new MockProcessorContext<>(new Properties(), new TaskId(0, 0), new File("unused"));
        store.init(context.getStateStoreContext(), store);
        return store;
    }
}
