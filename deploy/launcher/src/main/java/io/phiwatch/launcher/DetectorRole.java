package io.phiwatch.launcher;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.detector.ActiveRules;
import io.phiwatch.detector.CompiledRules;
import io.phiwatch.detector.DetectorConfig;
import io.phiwatch.detector.DetectorStreams;
import io.phiwatch.detector.DetectorTopology;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.launcher.Node.Shared;
import io.phiwatch.launcher.config.PhiwatchConfig;
import io.phiwatch.launcher.kafka.StreamsRunner;
import io.phiwatch.launcher.rules.RuleKeys;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import org.apache.kafka.streams.Topology;

/** The detector, with the rules that were pushed; until then, with the rule pack of the jar. */
public final class DetectorRole implements AutoCloseable {
    private final StreamsRunner streams;

    private DetectorRole(StreamsRunner streams) {
        this.streams = streams;
    }

    static DetectorRole start(Shared shared) {
        PhiwatchConfig configured = shared.config();
        int partitions = shared.accessPartitions();
        DetectorConfig config =
                new DetectorConfig(partitions, partitions, configured.maxDelay(), configured.maxGroups());
        RuleKeys keys = new RuleKeys(shared.config(), shared.data());
        if (shared.mayMakeKeys()) {
            keys.makeIfMissing();
        }
        ActiveRules rules = new ActiveRules(RuleSet.bundled(), config.maxDelay(), keys.trust(), shared.meters());
        return new DetectorRole(StreamsRunner.start(
                shared.applicationId("detector"),
                new DetectorTopology(config, rules, shared.topics(), shared.serdes(), shared.meters()).build(),
                StreamsSettings.of(shared, DetectorStreams.defaults(shared.meters()))));
    }

    /** The topology with the rule pack of the jar, as it is measured. */
    public static Topology topology(DetectorConfig config, Topics topics, TopicSerdes serdes, MeterRegistry meters) {
        CompiledRules rules = CompiledRules.of(RuleSet.bundled(), config.maxDelay());
        return new DetectorTopology(config, time -> rules, topics, serdes, meters).build();
    }

    @Override
    public void close() {
        streams.close();
    }
}
