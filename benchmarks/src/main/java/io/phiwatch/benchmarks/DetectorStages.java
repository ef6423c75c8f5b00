package io.phiwatch.benchmarks;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.detector.CompiledRules;
import io.phiwatch.detector.DetectorConfig;
import io.phiwatch.detector.DetectorRules;
import io.phiwatch.detector.DetectorTopology;
import io.phiwatch.detector.event.EventFields;
import io.phiwatch.detector.sigma.Matcher;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.launcher.DetectorRole;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/** The detector with more and more of its work: what one stage costs is the difference to the one before. */
final class DetectorStages {
    private final DetectorConfig config;
    private final Topics topics;
    private final TopicSerdes serdes;

    DetectorStages(DetectorConfig config, Topics topics, TopicSerdes serdes) {
        this.config = config;
        this.topics = topics;
        this.serdes = serdes;
    }

    /**
     * One stage, to be run once.
     *
     * @param name name and application id
     * @param isWhole whether it is the detector as it runs
     * @param meters what it counts
     */
    record Stage(String name, Topology topology, boolean isWhole, MeterRegistry meters) {
        /** Signals that it passed on. */
        double signals() {
            return meters.find("phiwatch.rule.signals").counters().stream()
                    .mapToDouble(Counter::count)
                    .sum();
        }
    }

    /** All of them, least work first. */
    List<Stage> all() {
        RuleSet pack = RuleSet.bundled();
        EventFields fields = new EventFields();
        DetectorRules detections = new DetectorRules(pack.detections(), List.of());
        CompiledRules matching = new CompiledRules(
                detections,
                quarantine -> Matcher.compile(pack, fields, Matcher::isAboutAccess, quarantine)::match,
                fields,
                config.maxDelay());
        return List.of(
                decoding("decode-only"),
                detector("remember", CompiledRules.of(RuleSet.of(List.of()), config.maxDelay())),
                detector("match", matching),
                whole("detector"));
    }

    /** The detector as it runs. */
    Stage whole(String name) {
        MeterRegistry meters = new SimpleMeterRegistry();
        return new Stage(name, DetectorRole.topology(config, topics, serdes, meters), true, meters);
    }

    /** Reads and decodes the access topics, and does nothing. */
    Stage decoding(String name) {
        Topology topology = new Topology()
                .addSource(
                        "read-access",
                        Serdes.String().deserializer(),
                        serdes.value(topics.access().getFirst()).deserializer(),
                        topics.access().stream().map(Topic::name).toArray(String[]::new))
                .addProcessor("decode-only", Ignore::new, "read-access");
        return new Stage(name, topology, false, new SimpleMeterRegistry());
    }

    private Stage detector(String name, CompiledRules rules) {
        MeterRegistry meters = new SimpleMeterRegistry();
        Topology topology = new DetectorTopology(config, time -> rules, topics, serdes, meters).build();
        return new Stage(name, topology, false, meters);
    }

    private static final class Ignore implements Processor<String, SpecificRecord, Void, Void> {
        @Override
        public void process(Record<String, SpecificRecord> record) {
            // Decoding was the work.
        }
    }
}
