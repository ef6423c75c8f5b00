package io.phiwatch.launcher;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.detector.CompiledRules;
import io.phiwatch.detector.DetectorConfig;
import io.phiwatch.detector.DetectorStreams;
import io.phiwatch.detector.DetectorTopology;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.launcher.Node.Shared;
import io.phiwatch.launcher.kafka.StreamsRunner;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import org.apache.kafka.streams.Topology;

/** The detector with the rule pack of the jar. */
public final class DetectorRole implements AutoCloseable {
    private final StreamsRunner streams;

    private DetectorRole(StreamsRunner streams) {
        this.streams = streams;
    }

    static DetectorRole start(Shared shared) {
        DetectorConfig config =
                new DetectorConfig(shared.accessPartitions(), shared.config().maxDelay());
        return new DetectorRole(StreamsRunner.start(
                shared.applicationId("detector"),
                topology(config, shared.topics(), shared.serdes(), shared.meters()),
                StreamsSettings.of(shared, DetectorStreams.defaults(shared.meters()))));
    }

    /** The topology with the rule pack of the jar, as it runs and as it is measured. */
    public static Topology topology(DetectorConfig config, Topics topics, TopicSerdes serdes, MeterRegistry meters) {
        CompiledRules rules = CompiledRules.of(RuleSet.bundled(), config.maxDelay());
        return new DetectorTopology(config, time -> rules, topics, serdes, meters).build();
    }

    @Override
    public void close() {
        streams.close();
    }
}
