package io.phiwatch.benchmarks.exactlyonce;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Reads and writes one value of a group for each event: what a correlator does with its store, and nothing else. */
final class StoreTopology {
    private static final String VALUES = "values";

    private final String input;
    private final int bytes;
    private final boolean inMemory;

    /**
     * A topology over that topic.
     *
     * @param bytes size of each value
     * @param inMemory whether the store is kept in memory; it is logged either way
     */
    StoreTopology(String input, int bytes, boolean inMemory) {
        this.input = input;
        this.bytes = bytes;
        this.inMemory = inMemory;
    }

    Topology build() {
        KeyValueBytesStoreSupplier store =
                inMemory ? Stores.inMemoryKeyValueStore(VALUES) : Stores.persistentKeyValueStore(VALUES);
        return new Topology()
                .addSource(
                        "read-readings",
                        Serdes.String().deserializer(),
                        Serdes.ByteArray().deserializer(),
                        input)
                .addProcessor("remember", () -> new Remember(bytes), "read-readings")
                .addStateStore(
                        Stores.keyValueStoreBuilder(store, Serdes.String(), Serdes.ByteArray())
                                .withCachingEnabled(),
                        "remember");
    }

    /** Each value follows from the one before; half of it is noise, which does not compress. */
    private static final class Remember implements Processor<String, byte[], Void, Void> {
        private final int bytes;
        // Set by init, which Kafka Streams calls first.
        private @Nullable KeyValueStore<String, byte[]> values;

        private Remember(int bytes) {
            this.bytes = bytes;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            values = context.getStateStore(VALUES);
        }

        @Override
        public void process(Record<String, byte[]> record) {
            KeyValueStore<String, byte[]> store = Objects.requireNonNull(values);
            byte[] before = store.get(record.key());
            byte[] noise = new byte[bytes / 2];
            new SplittableRandom(31L * Arrays.hashCode(before) + Arrays.hashCode(record.value())).nextBytes(noise);
            byte[] after = Arrays.copyOf(noise, bytes);
            store.put(record.key(), after);
        }
    }
}
