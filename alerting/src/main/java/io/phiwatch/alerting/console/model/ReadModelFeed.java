package io.phiwatch.alerting.console.model;

import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.SchemaException;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a {@link ReadModel} from the topics on a thread of its own: every partition, committed records only, no consumer
 * group, so that each console sees everything. Starts over after a failure, which the model allows.
 */
public final class ReadModelFeed implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ReadModelFeed.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final ReadModel model;
    private final Map<String, Reader> readers = new HashMap<>();
    private final String alertsTopic;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /** Takes the bytes of one record in. */
    private interface Reader {
        void read(ConsumerRecord<String, byte[]> consumed);
    }

    ReadModelFeed(Supplier<Consumer<String, byte[]>> consumers, ReadModel model, Topics topics, TopicSerdes serdes) {
        this.consumers = consumers;
        this.model = model;
        this.alertsTopic = topics.alerts().name();
        bind(topics.incidents(), serdes, model::apply);
        bind(topics.alerts(), serdes, model::apply);
        bind(topics.evidence(), serdes, model::apply);
        bind(topics.exceptions(), serdes, model.exceptions()::apply);
        bind(topics.suppressions(), serdes, model.exceptions()::apply);
        this.thread = Thread.ofPlatform().name("console-read-model").daemon().unstarted(this::run);
    }

    /** Starts to read from the cluster that the properties name. */
    public static ReadModelFeed start(
            ReadModel model, Topics topics, TopicSerdes serdes, Map<String, Object> kafkaProperties) {
        ReadModelFeed feed = new ReadModelFeed(
                () -> new KafkaConsumer<>(
                        consumerProperties(kafkaProperties), new StringDeserializer(), new ByteArrayDeserializer()),
                model,
                topics,
                serdes);
        feed.start();
        return feed;
    }

    void start() {
        thread.start();
    }

    private static Map<String, Object> consumerProperties(Map<String, Object> kafkaProperties) {
        Map<String, Object> properties = new HashMap<>(kafkaProperties);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return properties;
    }

    private <V extends SpecificRecord> void bind(
            Topic<V> topic, TopicSerdes serdes, java.util.function.Consumer<V> target) {
        var deserializer = serdes.value(topic).deserializer();
        readers.put(topic.name(), consumed -> {
            if (consumed.value() != null) {
                target.accept(deserializer.deserialize(consumed.topic(), consumed.value()));
            }
        });
    }

    private void run() {
        while (isOpen()) {
            try (Consumer<String, byte[]> consumer = consumers.get()) {
                follow(consumer);
            } catch (WakeupException | InterruptException e) {
                return;
            } catch (KafkaException e) {
                LOGGER.atWarn()
                        .addKeyValue("reason", e.getClass().getSimpleName())
                        .log("console lost its topics");
                pause();
            }
        }
    }

    private void follow(Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        if (partitions.size() < readers.size()) {
            pause();
            return;
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        consumer.seekToBeginning(partitions);
        skipOldAlerts(consumer, ends);
        boolean caughtUp = false;
        while (isOpen()) {
            consumer.poll(POLL).forEach(this::read);
            if (!caughtUp && hasReached(consumer, ends)) {
                caughtUp = true;
                model.markCaughtUp();
            }
        }
    }

    private List<TopicPartition> partitions(Consumer<String, byte[]> consumer) {
        return readers.keySet().stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** Only so many alerts are kept: a year of older ones need not be read. */
    private void skipOldAlerts(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(ends.keySet());
        ends.forEach((partition, end) -> {
            if (partition.topic().equals(alertsTopic)) {
                consumer.seek(
                        partition, Math.max(beginnings.getOrDefault(partition, 0L), end - ReadModel.RECENT_ALERTS));
            }
        });
    }

    private static boolean hasReached(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void read(ConsumerRecord<String, byte[]> consumed) {
        Reader reader = readers.get(consumed.topic());
        if (reader == null) {
            return;
        }
        try {
            reader.read(consumed);
        } catch (SerializationException | SchemaException e) {
            // A record that cannot be read must not hide those after it.
            LOGGER.atError()
                    .addKeyValue("topic", consumed.topic())
                    .addKeyValue("partition", consumed.partition())
                    .addKeyValue("offset", consumed.offset())
                    .addKeyValue("reason", e.getClass().getSimpleName())
                    .log("console cannot read a record");
        }
    }

    private boolean isOpen() {
        return closing.getCount() > 0;
    }

    private void pause() {
        try {
            boolean closed = closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
            LOGGER.atDebug().addKeyValue("closed", closed).log("console tries its topics again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            // A consumer that is interrupted while it polls closes with an error; only one that hangs deserves it.
            if (!thread.join(STOP)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
