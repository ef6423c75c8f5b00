package io.phiwatch.detector.match;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.detector.CompiledRules;
import io.phiwatch.detector.DetectorConfig;
import io.phiwatch.detector.DetectorRules;
import io.phiwatch.detector.DetectorStreams;
import io.phiwatch.detector.DetectorTopology;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.LateEvent;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Tick;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * Correlations run by the detector's own topology on a test driver: no broker, no second engine. Each event goes in
 * as a bare access event; the clock is the latest time seen. Not thread-safe.
 */
public final class TopologyCorrelationRun implements CorrelationRun {
    private static final Surface SURFACE = Surface.admin;
    private static final Duration MAX_DELAY = DetectorConfig.DEFAULT_MAX_DELAY;
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final String NAME = "rules-match";

    private final Set<String> correlations;
    private final Duration untilAllIsOver;
    private final CurrentEvent event = new CurrentEvent();
    private final Path state;
    private final TopologyTestDriver driver;
    private final Map<Surface, TestInputTopic<String, SpecificRecord>> access = new EnumMap<>(Surface.class);
    private final TestOutputTopic<String, Alert> alerts;
    private final TestOutputTopic<String, LateEvent> lateEvents;
    private final Map<String, Firing> firings = new LinkedHashMap<>();
    private @Nullable Instant clock;
    private @Nullable Instant ticked;
    private long late;

    /** A run of the correlations of that set. */
    public TopologyCorrelationRun(RuleSet rules) {
        this.correlations =
                rules.correlations().stream().map(rule -> rule.metadata().id()).collect(Collectors.toUnmodifiableSet());
        this.untilAllIsOver = rules.correlations().stream()
                .map(rule -> rule.timespan().plus(MAX_DELAY).plus(TICK).multipliedBy(rule.level() + 1L))
                .max(Comparator.naturalOrder())
                .orElse(TICK);
        TopicSerdes serdes = new TopicSerdes(BundledSchemas.load());
        Topics topics = new Topics(Topics.DEFAULT_PREFIX);
        this.state = temporaryFolder();
        this.driver = driver(rules, topics, serdes);
        for (Surface surface : Surface.values()) {
            Topic<SpecificRecord> topic = topics.access(surface);
            access.put(
                    surface,
                    driver.createInputTopic(
                            topic.name(),
                            serdes.key().serializer(),
                            serdes.value(topic).serializer()));
        }
        this.alerts = output(topics.alerts(), serdes);
        this.lateEvents = output(topics.lateEvents(), serdes);
    }

    private TopologyTestDriver driver(RuleSet rules, Topics topics, TopicSerdes serdes) {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        CompiledRules compiled = new CompiledRules(DetectorRules.of(rules), () -> event::match, event, MAX_DELAY);
        Properties settings = new Properties();
        settings.putAll(DetectorStreams.defaults(metrics));
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, NAME);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        return new TopologyTestDriver(
                new DetectorTopology(DetectorConfig.of(1), time -> compiled, topics, serdes, metrics).build(),
                settings,
                Instant.EPOCH);
    }

    private <V extends SpecificRecord> TestOutputTopic<String, V> output(Topic<V> topic, TopicSerdes serdes) {
        return driver.createOutputTopic(
                topic.name(), serdes.key().deserializer(), serdes.value(topic).deserializer());
    }

    @Override
    public void see(Sighting sighting) {
        Instant now = clock == null || sighting.time().isAfter(clock) ? sighting.time() : clock;
        clock = now;
        event.become(sighting);
        pipe(SURFACE, standIn(sighting, now), now);
        collect(sighting);
        if (ticked == null || !now.isBefore(ticked.plus(TICK))) {
            tick(now);
        }
    }

    @Override
    public List<Firing> finish() {
        if (clock != null) {
            tick(clock.plus(untilAllIsOver));
        }
        return List.copyOf(firings.values());
    }

    private void tick(Instant time) {
        ticked = time;
        for (Surface surface : Surface.values()) {
            Tick tick = Tick.newBuilder()
                    .setTime(time)
                    .setOrigin(NAME)
                    .setUpstream(-1)
                    .setUpstreams(0)
                    .build();
            pipe(surface, tick, time);
        }
        collect(null);
    }

    private void pipe(Surface surface, SpecificRecord value, Instant time) {
        TestInputTopic<String, SpecificRecord> topic = access.get(surface);
        if (topic != null) {
            topic.pipeInput(new TestRecord<>(NAME, value, time));
        }
    }

    /** Remembers what fired; an alert that turned out to be part of another one did not. */
    private void collect(@Nullable Sighting cause) {
        for (Alert alert : alerts.readValuesToList()) {
            if (!correlations.contains(alert.getRuleId())) {
                continue;
            }
            if (alert.getState() == AlertState.superseded) {
                firings.remove(alert.getAlertId());
            } else {
                firings.computeIfAbsent(alert.getAlertId(), id -> firing(alert, cause));
            }
        }
        late += lateEvents.readValuesToList().size();
    }

    private static Firing firing(Alert alert, @Nullable Sighting cause) {
        if (cause != null) {
            return new Firing(alert.getRuleId(), cause.index(), cause.time());
        }
        EventRef last = alert.getEvents().stream()
                .max(Comparator.comparing(EventRef::getEventTime).thenComparingLong(TopologyCorrelationRun::index))
                .orElseThrow(() -> new IllegalStateException("an alert without events"));
        return new Firing(alert.getRuleId(), index(last), last.getEventTime());
    }

    private static long index(EventRef ref) {
        return Long.parseLong(ref.getEventId());
    }

    private static AccessEvent standIn(Sighting sighting, Instant received) {
        return AccessEvent.newBuilder()
                .setEventId(Long.toString(sighting.index()))
                .setEventTime(sighting.time())
                .setEventReceived(received)
                .setTenant(NAME)
                .setEnvironment(Environment.production)
                .setSurface(SURFACE)
                .setSourceId(NAME)
                .setSourcePlatform("json")
                .setSourceMaxDelayMs(MAX_DELAY.toMillis())
                .setAction(Action.other)
                .setOutcome(Outcome.success)
                .setActorKind(ActorKind.anonymous)
                .build();
    }

    @Override
    public long late() {
        return late;
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory(NAME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.close();
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
