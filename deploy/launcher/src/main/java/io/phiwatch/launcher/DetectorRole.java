package io.phiwatch.launcher;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.detector.DetectorConfig;
import io.phiwatch.detector.DetectorRules;
import io.phiwatch.detector.DetectorStreams;
import io.phiwatch.detector.DetectorTopology;
import io.phiwatch.detector.event.EventFields;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.Matcher;
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
        RuleSet rules = RuleSet.bundled();
        return new DetectorTopology(
                        config,
                        rulesOf(rules),
                        () -> Matcher.compile(rules, new EventFields())::match,
                        topics,
                        serdes,
                        meters)
                .build();
    }

    private static DetectorRules rulesOf(RuleSet rules) {
        return new DetectorRules(
                rules.detections(),
                rules.rules().stream()
                        .filter(CorrelationRule.class::isInstance)
                        .map(CorrelationRule.class::cast)
                        .toList());
    }

    @Override
    public void close() {
        streams.close();
    }
}
