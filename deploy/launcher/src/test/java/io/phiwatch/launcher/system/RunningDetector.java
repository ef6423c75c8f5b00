package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.detector.CompiledRules;
import io.phiwatch.detector.DetectorConfig;
import io.phiwatch.detector.DetectorStreams;
import io.phiwatch.detector.DetectorTopology;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.launcher.kafka.StreamsRunner;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/** The detector's topology on Kafka Streams in this JVM, with rules of its own. */
final class RunningDetector implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final StreamsRunner streams;
    private final GroupProgress progress;

    private RunningDetector(StreamsRunner streams, GroupProgress progress) {
        this.streams = streams;
        this.progress = progress;
    }

    static RunningDetector start(
            Map<String, Object> kafka, Path state, Topics topics, DetectorConfig config, RuleSet rules)
            throws InterruptedException {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        CompiledRules compiled = CompiledRules.of(rules, config.maxDelay());
        Topology topology = new DetectorTopology(
                        config, time -> compiled, topics, new TopicSerdes(BundledSchemas.load()), meters)
                .build();
        Map<String, Object> settings = new HashMap<>(DetectorStreams.defaults(meters));
        settings.putAll(kafka);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        String name = topics.alerts().name() + "-test";
        StreamsRunner streams = StreamsRunner.start(name, topology, settings);
        RunningDetector running =
                new RunningDetector(streams, new GroupProgress(kafka, name, topics, config.accessPartitions()));
        assertThat(streams.awaitRunning(TIMEOUT)).isTrue();
        return running;
    }

    /** Waits until all that is in the access log now has been judged, and what came of it too. */
    void awaitConsumed() throws ExecutionException, InterruptedException {
        progress.awaitConsumed();
    }

    @Override
    public void close() {
        streams.close();
        progress.close();
    }
}
