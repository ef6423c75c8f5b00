package io.phiwatch.detector;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.detector.failure.SkipFaulty;
import io.phiwatch.detector.failure.SkipUnreadable;
import io.phiwatch.detector.store.BoundedMemory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Settings of Kafka Streams that the detector is built for; what is not here is the operator's. */
public final class DetectorStreams {
    /** Latency and rate meet here: each level of correlation costs one commit. */
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);

    private static final int BATCH_BYTES = 128 << 10;

    private DetectorStreams() {}

    /** Settings to start from; failed records are counted in the registry. */
    public static Map<String, Object> defaults(MeterRegistry registry) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL.toMillis());
        // The streams protocol refuses static members, and took 48 s instead of 3 s to resume after a kill.
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedMemory.class);
        // Nothing is written behind: a cache would only delay what the changelog must hold at commit anyway.
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        settings.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, SkipUnreadable.class);
        settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, SkipFaulty.class);
        settings.put(SkipUnreadable.REGISTRY, registry);
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // Nobody reads what is not committed, and a commit sends what waits: so one request for each commit is enough.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), (int) COMMIT_INTERVAL.toMillis());
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        return settings;
    }
}
