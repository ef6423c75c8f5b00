package io.phiwatch.launcher.system;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.alerting.AlertingConfig;
import io.phiwatch.alerting.AlertingTopology;
import io.phiwatch.alerting.PagingTopology;
import io.phiwatch.alerting.escalation.PagePlan;
import io.phiwatch.alerting.oncall.Roster;
import io.phiwatch.launcher.system.AlertingStory.Input;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.PageOrder;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;

/** One instance of alerting, without a broker, to which nothing happens but the story. */
final class CalmAlerting {
    static final String SINK = "duty";

    /** More than the story has incidents: which of a flood is told depends on who is read first. */
    static final int NO_FLOOD = 1_000;

    static final TopicSerdes SERDES = new TopicSerdes(BundledSchemas.load());

    private CalmAlerting() {}

    /**
     * What it came to.
     *
     * @param versions of the incidents, by the end of each chapter
     */
    record Ran(AlertingOutput output, List<Map<String, Integer>> versions) {}

    /** A pager: what became of a page; empty where nobody sends it. */
    interface Pager extends Function<PageOrder, Optional<Input>> {}

    /** Sends every page at once. */
    static Optional<Input> deliver(PageOrder order) {
        IncidentCommand result = IncidentCommand.newBuilder()
                .setCommandId(order.getPageId())
                .setIncidentId(order.getNotification().getIncidentId())
                .setType(CommandType.page_result)
                .setActor("pager")
                .setRole("system")
                .setRequestedAt(order.getRequestedAt())
                .setDetails(Map.of("sink", order.getSink(), "outcome", "delivered"))
                .build();
        return Optional.of(new Input(result.getIncidentId(), result, order.getRequestedAt()));
    }

    /** Plays the story to its end. */
    static Ran run(Path state, Pager pager) {
        Topics topics = new Topics("calm.");
        Properties properties = new Properties();
        properties.putAll(AlertingTopology.defaults());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "calm");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        Ran ran = new Ran(new AlertingOutput(), new ArrayList<>());
        try (TopologyTestDriver driver = new TopologyTestDriver(topology(topics), properties)) {
            for (List<Input> chapter : AlertingStory.chapters()) {
                chapter.forEach(input -> pipe(driver, topics, input));
                take(driver, topics.pages()).forEach(order -> {
                    ran.output().add(order);
                    pager.apply(order).ifPresent(answer -> pipe(driver, topics, answer));
                });
                take(driver, topics.incidents()).forEach(ran.output()::add);
                take(driver, topics.evidence()).forEach(ran.output()::add);
                take(driver, topics.notifications()).forEach(ran.output()::add);
                ran.versions().add(ran.output().versions());
            }
        }
        return ran;
    }

    /** Alerting with one sink for every page. */
    static Topology topology(Topics topics) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        PagePlan plan = new PagePlan(
                List.of(),
                List.of(),
                List.of(SINK),
                Set.of(SINK),
                Roster.empty(),
                new PagePlan.Limits(NO_FLOOD, Duration.ofMinutes(5), NO_FLOOD),
                false);
        return new PagingTopology(plan, topics, SERDES, InstantSource.system(), meters)
                .addTo(new AlertingTopology(AlertingConfig.defaults(), topics, SERDES, meters).build());
    }

    static Topic<? extends SpecificRecord> topicOf(Topics topics, Input input) {
        return input.value() instanceof Alert ? topics.alerts() : topics.incidentCommands();
    }

    @SuppressWarnings("unchecked") // the serde writes whatever record it is given
    static Serializer<SpecificRecord> serializer(Topic<? extends SpecificRecord> topic) {
        return (Serializer<SpecificRecord>) (Object) SERDES.value(topic).serializer();
    }

    private static void pipe(TopologyTestDriver driver, Topics topics, Input input) {
        Topic<? extends SpecificRecord> topic = topicOf(topics, input);
        driver.createInputTopic(topic.name(), new StringSerializer(), serializer(topic))
                .pipeInput(input.key(), input.value(), input.at());
    }

    private static <V extends SpecificRecord> List<V> take(TopologyTestDriver driver, Topic<V> topic) {
        return driver.createOutputTopic(
                        topic.name(),
                        new StringDeserializer(),
                        SERDES.value(topic).deserializer())
                .readValuesToList();
    }
}
