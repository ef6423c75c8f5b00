package io.phiwatch.benchmarks.latency;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.benchmarks.BenchmarkBroker;
import io.phiwatch.detector.CompiledRules;
import io.phiwatch.detector.DetectorConfig;
import io.phiwatch.detector.DetectorStreams;
import io.phiwatch.detector.DetectorTopology;
import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleFolder;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.launcher.kafka.StreamsRunner;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.ActorKey;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;

/**
 * What stands between an event and its alert.
 *
 * @param name name and application id
 * @param alertKey key of the alert that an event leads to
 */
record Pipeline(String name, Topology topology, Function<AccessEvent, String> alertKey) {
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    /** One correlation level; about the actor, so that the key of the alert is known before. */
    private static final String RULE = """
            title: Deletion
            name: bench_deletion
            logsource: {product: phiwatch, category: access}
            detection:
              deletion: {action: delete}
              condition: deletion
            ---
            title: Deletions of one actor
            name: bench-deletions
            correlation:
              type: event_count
              rules: [bench_deletion]
              group-by: [actor.id]
              timespan: 5m
              condition: {gte: 3}
            phiwatch:
              entity: {kind: actor, fields: [actor.id]}
            """;

    Topics topics() {
        return TOPICS;
    }

    /** The detector with the rule pack and the measured rule. */
    static Pipeline detector(TopicSerdes serdes, int partitions) {
        List<RuleFile> files = Stream.concat(
                        RuleFolder.bundled().rules().stream(), Stream.of(new RuleFile("bench.yml", RULE)))
                .toList();
        DetectorConfig config = DetectorConfig.of(partitions);
        CompiledRules rules = CompiledRules.of(RuleSet.of(files), config.maxDelay());
        return new Pipeline(
                "detector",
                new DetectorTopology(config, time -> rules, TOPICS, serdes, new SimpleMeterRegistry()).build(),
                event -> EntityKey.of(event.getTenant(), "actor", Objects.requireNonNull(event.getActorId()))
                        .value());
    }

    /** Two hops, as the detector has, exactly once, and no work. */
    static Pipeline passingOn(TopicSerdes serdes) {
        Serde<byte[]> bytes = Serdes.ByteArray();
        String[] access = TOPICS.access().stream().map(Topic::name).toArray(String[]::new);
        Topology topology = new Topology()
                .addSource("read-access", Serdes.String().deserializer(), bytes.deserializer(), access)
                .addSink(
                        "write-signals",
                        TOPICS.signals().name(),
                        Serdes.String().serializer(),
                        bytes.serializer(),
                        "read-access")
                .addSource(
                        "read-signals",
                        Serdes.String().deserializer(),
                        bytes.deserializer(),
                        TOPICS.signals().name())
                .addSink(
                        "write-alerts",
                        TOPICS.alerts().name(),
                        Serdes.String().serializer(),
                        bytes.serializer(),
                        "read-signals");
        return new Pipeline("passing-on", topology, ActorKey::of);
    }

    /** Runs it; returns when it is running. */
    StreamsRunner start(BenchmarkBroker broker) throws InterruptedException {
        StreamsRunner runner = StreamsRunner.start(
                name, topology, broker.streamsSettings(DetectorStreams.defaults(new SimpleMeterRegistry())));
        if (!runner.awaitRunning(LONGEST_START)) {
            throw new IllegalStateException(name + " does not start");
        }
        return runner;
    }
}
