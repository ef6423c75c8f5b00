package io.phiwatch.alerting.page;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.alerting.IncidentCommands;
import io.phiwatch.schema.PageOrder;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Sends pages: one plain consumer of {@code pages} per sink, each on a thread of its own and never on a stream
 * thread, so that a sink that hangs keeps nobody else waiting. At least once: an offset is committed after the sink has
 * answered and the answer is safe in Kafka; what is taken up again says that it may have come before.
 */
public final class Pager implements AutoCloseable {
    /** Longer than all tries of one page take. */
    private static final Duration MAX_POLL_INTERVAL = Duration.ofMinutes(15);

    /** How long the pages of a process that is gone wait before another takes them over. */
    private static final int SESSION_MILLIS = 10_000;

    private final List<PageLoop> loops;

    private Pager(List<PageLoop> loops) {
        this.loops = loops;
    }

    /**
     * Starts to send.
     *
     * @param kafka client configuration, at least {@code bootstrap.servers}
     * @param commands where results go; stays open when the pager closes
     */
    public static Pager start(
            PagerConfig config, Map<String, ?> kafka, Wiring wiring, IncidentCommands commands, List<Sink> sinks) {
        sinks.forEach(sink -> wiring.board().add(sink.name()));
        List<PageLoop> loops = sinks.stream()
                .map(sink -> new PageLoop(
                        config,
                        sink,
                        consumer(config, kafka, wiring, sink),
                        wiring.topics().pages().name(),
                        new PageLoop.Records(new PageLog(commands, wiring.clock(), wiring.meters()), wiring.board())))
                .toList();
        loops.forEach(PageLoop::start);
        return new Pager(loops);
    }

    /**
     * What the pager shares with the rest of the process.
     *
     * @param clock the clock of the log, for the times of the results
     * @param board where it shows how the sinks do
     * @param instanceId name of the process, kept over restarts: who comes back under it goes on at once
     */
    public record Wiring(
            Topics topics,
            TopicSerdes serdes,
            InstantSource clock,
            MeterRegistry meters,
            SinkBoard board,
            String instanceId) {}

    /** Whether every sink is still being served. */
    public boolean isRunning() {
        return loops.stream().allMatch(PageLoop::isRunning);
    }

    /** Stops within a few seconds; a page that was not answered for is sent again at the next start. */
    @Override
    public void close() {
        loops.forEach(PageLoop::stop);
        loops.forEach(PageLoop::await);
    }

    private static Consumer<String, PageOrder> consumer(
            PagerConfig config, Map<String, ?> kafka, Wiring wiring, Sink sink) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, config.groupPrefix() + '-' + sink.name());
        properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, wiring.instanceId());
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) MAX_POLL_INTERVAL.toMillis());
        properties.putIfAbsent(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(
                properties,
                wiring.serdes().key().deserializer(),
                wiring.serdes().value(wiring.topics().pages()).deserializer());
    }
}
