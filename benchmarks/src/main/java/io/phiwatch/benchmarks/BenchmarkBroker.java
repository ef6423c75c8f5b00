package io.phiwatch.benchmarks;

import io.phiwatch.launcher.kafka.EmbeddedKafka;
import io.phiwatch.launcher.kafka.TopicAdmin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/** A broker of its own in this JVM, on a folder that goes when it is closed. */
public final class BenchmarkBroker implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int LINGER_MS = 20;
    private static final int BATCH_BYTES = 256 << 10;

    private final Path folder;
    private final EmbeddedKafka broker;

    private BenchmarkBroker(Path folder, EmbeddedKafka broker) {
        this.folder = folder;
        this.broker = broker;
    }

    /** Starts one; returns when it takes requests. */
    public static BenchmarkBroker start() {
        try {
            Path folder = Files.createTempDirectory("phiwatch-bench");
            return new BenchmarkBroker(folder, EmbeddedKafka.start(folder.resolve("kafka"), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Folder of the run: what is kept there goes with the broker. */
    public Path folder() {
        return folder;
    }

    /** Settings that every client needs. */
    public Map<String, Object> clientSettings() {
        return new HashMap<>(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
    }

    /** These settings, with what they need to run here on one thread. */
    public Map<String, Object> streamsSettings(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(clientSettings());
        all.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("streams").toString());
        // One thread: with two, the first has read everything before the second lets the application be RUNNING.
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        return all;
    }

    /** Makes a topic; returns when all of it can be written to, which is a moment after it is there. */
    public void createTopic(String name, int partitions) {
        try (Admin admin = Admin.create(clientSettings())) {
            TopicAdmin.create(admin, List.of(new NewTopic(name, Optional.of(partitions), Optional.of((short) 1))));
        }
    }

    /** Takes records to write; throws where one could not be written. */
    public <V> void write(Serializer<V> values, Consumer<Consumer<ProducerRecord<String, V>>> records) {
        Map<String, Object> settings = clientSettings();
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        AtomicReference<@Nullable Exception> fault = new AtomicReference<>();
        try (KafkaProducer<String, V> producer = new KafkaProducer<>(settings, new StringSerializer(), values)) {
            records.accept(record -> {
                Future<RecordMetadata> unused = producer.send(record, (metadata, failure) -> {
                    if (failure != null) {
                        fault.compareAndSet(null, failure);
                    }
                });
            });
        }
        if (fault.get() != null) {
            throw new IllegalStateException("the input could not be written", fault.get());
        }
    }

    /** Hands over all committed records of a topic, in no order between partitions. */
    public <V> void read(String topic, Deserializer<V> values, Consumer<ConsumerRecord<String, V>> out) {
        Map<String, Object> settings = clientSettings();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (KafkaConsumer<String, V> consumer = new KafkaConsumer<>(settings, new StringDeserializer(), values)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(out);
            }
        }
    }

    /** Bytes on disk of the stores of an application. */
    public long storeBytesOf(String application) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("streams").resolve(application))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** Bytes on disk of all topics whose name begins so. */
    public long bytesOf(String topicPrefix) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(clientSettings())) {
            List<Integer> nodes = admin.describeCluster().nodes().get().stream()
                    .map(node -> node.id())
                    .toList();
            return admin.describeLogDirs(nodes).allDescriptions().get().values().stream()
                    .flatMap(directories -> directories.values().stream())
                    .map(LogDirDescription::replicaInfos)
                    .flatMap(replicas -> replicas.entrySet().stream())
                    .filter(replica -> replica.getKey().topic().startsWith(topicPrefix))
                    .mapToLong(replica -> replica.getValue().size())
                    .sum();
        }
    }

    /** Topics whose name begins so, sorted. */
    public List<String> topics(String topicPrefix) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(clientSettings())) {
            return admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(topicPrefix))
                    .sorted()
                    .toList();
        }
    }

    /** Forgets all topics whose name begins so. */
    public void deleteTopics(String topicPrefix) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(clientSettings())) {
            admin.deleteTopics(topics(topicPrefix)).all().get();
        }
    }

    @Override
    public void close() {
        broker.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
