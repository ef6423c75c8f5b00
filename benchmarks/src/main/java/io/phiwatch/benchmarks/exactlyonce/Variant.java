package io.phiwatch.benchmarks.exactlyonce;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.detector.DetectorStreams;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * One way to set Kafka Streams up.
 *
 * @param name short name, also of the application
 * @param inMemory whether the store is kept in memory; it is logged either way
 * @param settings what differs from the settings of Kafka Streams
 */
record Variant(String name, boolean inMemory, Map<String, Object> settings) {
    private static final String LINGER = StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG);
    private static final String BATCH = StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG);
    private static final String COMPRESSION = StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG);
    private static final String IN_FLIGHT =
            StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION);
    private static final String CACHE = StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG;
    private static final String COMMIT = StreamsConfig.COMMIT_INTERVAL_MS_CONFIG;
    private static final String GUARANTEE = StreamsConfig.PROCESSING_GUARANTEE_CONFIG;
    private static final int DEFAULT_IN_FLIGHT = 5;
    private static final int KIB = 1 << 10;

    Variant {
        settings = Map.copyOf(settings);
    }

    /** From the settings that Kafka Streams comes with, one step after the other, to those of the detector and beyond. */
    static List<Variant> all() {
        Variant plain = new Variant(
                "defaults",
                false,
                Map.of(
                        GUARANTEE,
                        StreamsConfig.EXACTLY_ONCE_V2,
                        COMMIT,
                        100L,
                        StreamsConfig.GROUP_PROTOCOL_CONFIG,
                        "classic"));
        Variant linger = plain.with("linger-5ms", LINGER, 5);
        Variant batch = linger.with("batch-128k", BATCH, 128 * KIB);
        Variant lz4 = batch.with("lz4", COMPRESSION, "lz4");
        Variant detector = new Variant("detector", false, tuning());
        return List.of(
                detector.with("at-least-once", GUARANTEE, StreamsConfig.AT_LEAST_ONCE),
                plain,
                plain.with("defaults-no-cache", CACHE, 0L),
                plain.with("defaults-1-in-flight", IN_FLIGHT, 1),
                new Variant("defaults-in-memory", true, plain.settings()),
                linger,
                batch,
                lz4,
                detector,
                new Variant("detector-in-memory", true, detector.settings()),
                detector.with("detector-commit-1s", COMMIT, 1_000L),
                detector.with("detector-batch-16k", BATCH, 16 * KIB),
                detector.with("detector-batch-512k", BATCH, 512 * KIB),
                detector.with("detector-1-in-flight", IN_FLIGHT, 1),
                unbounded(detector),
                detector.with("detector-linger-0", LINGER, 0),
                detector.with("detector-no-lz4", COMPRESSION, "none"));
    }

    /** How many requests the producer has under way at most. */
    int inFlight() {
        return settings.get(IN_FLIGHT) instanceof Integer some ? some : DEFAULT_IN_FLIGHT;
    }

    private Variant with(String newName, String key, Object value) {
        Map<String, Object> changed = new HashMap<>(settings);
        changed.put(key, value);
        return new Variant(newName, inMemory, changed);
    }

    /** RocksDB with as much memory for each store as Kafka Streams lets it take. */
    private static Variant unbounded(Variant detector) {
        Map<String, Object> settings = new HashMap<>(detector.settings());
        settings.remove(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG);
        return new Variant("detector-unbounded-memory", false, settings);
    }

    /** What the detector sets, less the handlers that belong to its own records. */
    private static Map<String, Object> tuning() {
        Map<String, Object> settings = new HashMap<>(DetectorStreams.defaults(new SimpleMeterRegistry()));
        settings.remove(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG);
        settings.remove(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG);
        return settings;
    }
}
