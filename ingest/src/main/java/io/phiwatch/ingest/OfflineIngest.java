package io.phiwatch.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.Memory;
import io.phiwatch.ingest.intake.Answer;
import io.phiwatch.ingest.intake.Feed;
import io.phiwatch.ingest.intake.Feeds;
import io.phiwatch.ingest.intake.Intake;
import io.phiwatch.ingest.normalise.Normaliser;
import io.phiwatch.ingest.normalise.Scanner;
import io.phiwatch.ingest.privacy.KeyFiles;
import io.phiwatch.ingest.privacy.Keysets;
import io.phiwatch.ingest.privacy.Sealer;
import io.phiwatch.ingest.publish.Heartbeats;
import io.phiwatch.ingest.publish.Publisher;
import io.phiwatch.ingest.publish.Records;
import io.phiwatch.schema.Heartbeat;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * What ingest does with deliveries, in this thread and without Kafka: authenticity, adapters, tokens, the scanner, seals.
 * What it would have written is handed over instead. For rehearsals; not thread-safe.
 */
public final class OfflineIngest {
    /** What one of its heartbeats covers: one a second would cost more than all events of a simulated month. */
    public static final Duration BEAT = Duration.ofMinutes(5);

    private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    private final Map<String, Deserializer<? extends SpecificRecord>> readers = new HashMap<>();
    private final List<Written> written = new ArrayList<>();
    private final Feeds feeds;
    private final Heartbeats heartbeats;
    private final Intake intake;

    /**
     * A record that ingest wrote: an access event or a row of a reference table.
     *
     * @param topic its name, with the default prefix
     * @param time of the record: when ingest received the delivery
     */
    public record Written(String topic, String key, SpecificRecord value, Instant time) {}

    /**
     * An ingest that has received nothing.
     *
     * @param config of which receivers are left out
     * @param clock what repeats are judged by
     */
    public OfflineIngest(IngestConfig config, List<Adapter> adapters, Scanner scanner, InstantSource clock) {
        Map<String, Adapter> byPlatform =
                adapters.stream().collect(Collectors.toMap(Adapter::platform, Function.identity()));
        Keysets keys = Keysets.open(
                new KeyFiles(config.privacy().keys(), config.privacy().kms()),
                config.privacy().createKeys());
        Sealer sealer = keys.sealer(topics.sealed().name());
        TopicSerdes serdes = new TopicSerdes(BundledSchemas.load());
        topics.access().forEach(topic -> read(topic, serdes));
        topics.reference().forEach(topic -> read(topic, serdes));
        Normaliser normaliser = new Normaliser(
                keys.tokens(),
                scanner,
                Ingest.enrichment(config),
                config.privacy().staff());
        this.feeds = new Feeds(config.sources().all().stream()
                .map(source -> new Feed(
                        source,
                        Objects.requireNonNull(byPlatform.get(source.platform()))
                                .remembering(new Held()),
                        config.sources().inletOf(source)))
                .toList());
        this.heartbeats = new Heartbeats(feeds::sources, new SimpleMeterRegistry(), BEAT);
        this.intake = new Intake(
                normaliser, new Publisher(new Recorder(), new Records(serdes), topics, sealer), heartbeats, clock);
    }

    private void read(Topic<? extends SpecificRecord> topic, TopicSerdes serdes) {
        readers.put(topic.name(), serdes.value(topic).deserializer());
    }

    /**
     * Takes a delivery, as the receiver of that source would.
     *
     * @throws IllegalArgumentException if there is no such source
     */
    public Answer receive(String sourceId, Delivery delivery) {
        return intake.receive(feed(sourceId), delivery);
    }

    /**
     * Notes that a delivery which the source gave a number did not come.
     *
     * @throws IllegalArgumentException if there is no such source
     */
    public void miss(String sourceId, Instant time) {
        intake.miss(feed(sourceId).source(), time, 1);
    }

    /** What each source delivered in each {@link #BEAT} before this one, since the last call. */
    public List<Heartbeat> beats(Instant now) {
        return heartbeats.before(now);
    }

    private Feed feed(String sourceId) {
        return feeds.find(sourceId).orElseThrow(() -> new IllegalArgumentException("no source " + sourceId));
    }

    /** What was written since the last call, in order; seals and dead letters are left out. */
    public List<Written> take() {
        List<Written> taken = List.copyOf(written);
        written.clear();
        return taken;
    }

    /** What adapters remember, for as long as this lives. */
    private static final class Held implements Memory {
        private Optional<JsonNode> document = Optional.empty();

        @Override
        public Optional<JsonNode> load() {
            return document;
        }

        @Override
        public void save(JsonNode changed) {
            document = Optional.of(changed);
        }
    }

    /** Keeps what is sent, and acknowledges it at once. */
    private final class Recorder extends MockProducer<String, byte[]> {
        private long offset;

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
            Deserializer<? extends SpecificRecord> reader = readers.get(record.topic());
            if (reader != null) {
                written.add(new Written(
                        record.topic(),
                        record.key(),
                        reader.deserialize(record.topic(), record.value()),
                        Instant.ofEpochMilli(record.timestamp())));
            }
            return CompletableFuture.completedFuture(new RecordMetadata(
                    new TopicPartition(record.topic(), 0), offset++, 0, record.timestamp(), 0, record.value().length));
        }

        @Override
        public synchronized List<PartitionInfo> partitionsFor(String topic) {
            return List.of(new PartitionInfo(topic, 0, null, null, null));
        }
    }
}
