package io.phiwatch.ingest.pull;

import io.phiwatch.ingest.adapter.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Kafka topic: a record is a delivery, its headers are the delivery's headers, and offsets are committed only when
 * all records of a batch are acknowledged by our own Kafka. Several processes share the partitions. Used by one thread.
 */
final class TopicFetcher implements Fetcher {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private final TopicPull pull;
    private final Fed fed;
    private final InstantSource clock;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private @Nullable Consumer<byte[], byte[]> consumer;

    TopicFetcher(TopicPull pull, Fed fed, InstantSource clock, Supplier<Consumer<byte[], byte[]>> consumers) {
        this.pull = pull;
        this.fed = fed;
        this.clock = clock;
        this.consumers = consumers;
    }

    /** Settings of the consumer: the operator's own win, but for what the meaning of a commit hangs on. */
    static Map<String, Object> properties(TopicPull pull) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, "phiwatch-ingest-" + pull.sourceId());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.putAll(pull.kafka());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return properties;
    }

    @Override
    public String sourceId() {
        return pull.sourceId();
    }

    @Override
    public Duration every() {
        return Duration.ZERO;
    }

    @Override
    public Duration pauseAfterFailure() {
        return AFTER_FAILURE;
    }

    @Override
    public void fetch(CountDownLatch closed) {
        Consumer<byte[], byte[]> open = consumer;
        if (open == null) {
            open = consumers.get();
            open.subscribe(List.of(pull.topic()));
            consumer = open;
        }
        try {
            for (ConsumerRecord<byte[], byte[]> record : open.poll(PATIENCE)) {
                if (record.value() != null) {
                    fed.door().take(fed.source(), fed.adapter(), delivery(record));
                }
            }
            open.commitSync();
        } catch (RuntimeException e) {
            // what was read and not committed is read again, by a consumer that starts from the commits
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close();
            consumer = null;
        }
    }

    private Delivery delivery(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers().forEach(header -> {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        });
        String id = record.topic() + '-' + record.partition() + '-' + record.offset();
        return new Delivery(record.value(), headers, clock.instant(), id);
    }
}
