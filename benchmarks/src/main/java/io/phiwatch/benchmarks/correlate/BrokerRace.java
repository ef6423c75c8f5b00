package io.phiwatch.benchmarks.correlate;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.benchmarks.BenchmarkBroker;
import io.phiwatch.benchmarks.StreamsRun;
import io.phiwatch.benchmarks.correlate.Correlation.Thresholds;
import io.phiwatch.detector.CompiledRules;
import io.phiwatch.detector.DetectorConfig;
import io.phiwatch.detector.DetectorStreams;
import io.phiwatch.detector.DetectorTopology;
import io.phiwatch.launcher.kafka.TopicAdmin;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.ActorKey;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.Tick;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/** The detector and the DSL of Kafka Streams over one backlog: broker, exactly-once and decoding included. */
final class BrokerRace {
    private static final int PARTITIONS = 2;
    private static final long TICK_MILLIS = 1_000;
    private static final String DSL_ALERTS = "dsl-alerts-of-";

    private final BenchmarkBroker broker;
    private final Topics topics;
    private final String name;
    private final Thresholds thresholds;
    private final Duration limit;
    private final TopicSerdes serdes = PhiwatchRules.serdes();

    /**
     * A race on topics of its own.
     *
     * @param name no other race has it
     * @param limit longest time for each run
     */
    BrokerRace(BenchmarkBroker broker, String name, Thresholds thresholds, Duration limit) {
        this.broker = broker;
        this.topics = new Topics(name + '.');
        this.name = name;
        this.thresholds = thresholds;
        this.limit = limit;
    }

    /**
     * One run.
     *
     * @param episodes what fired until the end, or until the time was over
     */
    record Run(StreamsRun.Result result, List<Span> episodes) {}

    void fill(List<Occurrence> occurrences) throws InterruptedException, ExecutionException {
        try (TopicAdmin admin = new TopicAdmin(broker.clientSettings())) {
            admin.ensure(topics, PARTITIONS, Optional.of((short) 1));
        }
        broker.createTopic(DSL_ALERTS + name, PARTITIONS);
        broker.createTopic(DSL_ALERTS + name + "-cached", PARTITIONS);
        broker.write(serdes.value(topics.access().getFirst()).serializer(), out -> write(occurrences, out));
    }

    /** The detector, with these three rules only. */
    Run detector() throws InterruptedException, ExecutionException {
        PhiwatchRules rules = new PhiwatchRules(thresholds);
        CompiledRules compiled = CompiledRules.of(rules.set(), Load.MAX_DELAY);
        Topology topology = new DetectorTopology(
                        new DetectorConfig(PARTITIONS, Load.MAX_DELAY),
                        time -> compiled,
                        topics,
                        serdes,
                        new SimpleMeterRegistry())
                .build();
        StreamsRun.Result result = run(name + "-detector", topology, 0, partitions(topics.signals()));
        Map<String, Alert> alerts = new HashMap<>();
        broker.<Alert>read(
                topics.alerts().name(),
                serdes.value(topics.alerts()).deserializer(),
                record -> alerts.merge(
                        record.value().getAlertId(),
                        record.value(),
                        (one, other) -> one.getRevision() > other.getRevision() ? one : other));
        return new Run(result, PhiwatchEngine.episodes(alerts.values(), rules));
    }

    /**
     * The same rules in the DSL.
     *
     * @param cacheBytes store cache
     */
    Run dsl(long cacheBytes) throws InterruptedException, ExecutionException {
        String suffix = name + (cacheBytes == 0 ? "" : "-cached");
        List<String> input = topics.access().stream().map(Topic::name).toList();
        Topology topology = new DslTopology(
                        input, DSL_ALERTS + suffix, serdes.value(topics.access().getFirst()), thresholds)
                .build();
        StreamsRun.Result result = run("dsl-" + suffix, topology, cacheBytes, List.of());
        List<Span> firings = new ArrayList<>();
        broker.read(DSL_ALERTS + suffix, new StringDeserializer(), record -> {
            String[] key = record.key().split(String.valueOf(DslTopology.SEPARATOR), 2);
            String actor = key[1].substring(key[1].indexOf('|') + 1);
            firings.add(new Span(Correlation.valueOf(key[0]), actor, record.timestamp(), record.timestamp()));
        });
        return new Run(result, Span.episodes(firings));
    }

    private StreamsRun.Result run(String application, Topology topology, long cacheBytes, List<TopicPartition> between)
            throws InterruptedException, ExecutionException {
        Map<String, Object> settings = broker.streamsSettings(DetectorStreams.defaults(new SimpleMeterRegistry()));
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, cacheBytes);
        List<TopicPartition> input = topics.access().stream()
                .flatMap(topic -> partitions(topic).stream())
                .toList();
        return new StreamsRun(broker.clientSettings()).measure(application, topology, settings, input, between, limit);
    }

    private static List<TopicPartition> partitions(Topic<?> topic) {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
    }

    private void write(List<Occurrence> occurrences, Consumer<ProducerRecord<String, SpecificRecord>> out) {
        String topic = topics.access().getFirst().name();
        long ticked = 0;
        for (Occurrence one : occurrences) {
            long tick = one.received() / TICK_MILLIS * TICK_MILLIS;
            if (tick > ticked) {
                ticks(tick).forEach(out);
                ticked = tick;
            }
            AccessEvent event = PhiwatchRules.event(one);
            out.accept(new ProducerRecord<>(topic, null, one.received(), ActorKey.of(event), event));
        }
    }

    private Stream<ProducerRecord<String, SpecificRecord>> ticks(long time) {
        Tick tick = Tick.newBuilder()
                .setTime(Instant.ofEpochMilli(time))
                .setOrigin("bench")
                .build();
        return topics.access().stream()
                .flatMap(topic -> partitions(topic).stream())
                .map(place -> new ProducerRecord<>(place.topic(), place.partition(), time, "tick", tick));
    }
}
