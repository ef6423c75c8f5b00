package io.phiwatch.benchmarks.latency;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.benchmarks.BenchmarkBroker;
import io.phiwatch.benchmarks.Output;
import io.phiwatch.launcher.kafka.StreamsRunner;
import io.phiwatch.launcher.kafka.TopicAdmin;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From the event that the broker acknowledged to the alert that a read-committed consumer reads. */
@Command(
        name = "latency",
        description = "Time from an accepted event to its alert, beside a topology that only passes records on.")
public final class LatencyBenchmark implements Callable<Integer> {
    private static final double P50_BUDGET = 250;
    private static final double P99_BUDGET = 500;
    private static final Duration LAST_ALERTS = Duration.ofSeconds(10);
    private static final double MEDIAN = 0.5;
    private static final double ALMOST_ALL = 0.99;

    @Option(names = "--rate", description = "Events a second (default: ${DEFAULT-VALUE}).")
    private int rate = 5_000;

    @Option(names = "--seconds", description = "How long to measure (default: ${DEFAULT-VALUE}).")
    private int seconds = 30;

    @Option(names = "--warm-up", description = "Seconds before, which do not count (default: ${DEFAULT-VALUE}).")
    private int warmUp = 15;

    @Option(names = "--actors", description = "Actors among the events (default: ${DEFAULT-VALUE}).")
    private int actors = 100_000;

    @Option(names = "--partitions", description = "Partitions of each topic (default: ${DEFAULT-VALUE}).")
    private int partitions = 2;

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws Exception {
        ObjectNode result = new ObjectMapper()
                .createObjectNode()
                .put("events_per_second", rate)
                .put("actors", actors)
                .put("partitions", partitions);
        ArrayNode rows = result.putArray("pipelines");
        TopicSerdes serdes = new TopicSerdes(BundledSchemas.load());
        for (Pipeline pipeline : List.of(Pipeline.passingOn(serdes), Pipeline.detector(serdes, partitions))) {
            rows.add(row(pipeline, measure(pipeline, serdes)));
        }
        double baseline = rows.get(0).path("p50_ms").doubleValue();
        double p50 = rows.get(1).path("p50_ms").doubleValue();
        double p99 = rows.get(1).path("p99_ms").doubleValue();
        result.put("times_of_passing_on", Math.round(p50 / baseline * 100) / 100.0)
                .put("budget_p50_ms", P50_BUDGET)
                .put("budget_p99_ms", P99_BUDGET)
                .put("passes", p50 < P50_BUDGET && p99 < P99_BUDGET);
        output.print(result);
        return 0;
    }

    private Latencies measure(Pipeline pipeline, TopicSerdes serdes) throws InterruptedException {
        Topics topics = pipeline.topics();
        try (BenchmarkBroker broker = BenchmarkBroker.start()) {
            try (TopicAdmin admin = new TopicAdmin(broker.clientSettings())) {
                admin.ensure(topics, partitions, Optional.of((short) 1));
            }
            Latencies latencies = new Latencies();
            try (StreamsRunner running = pipeline.start(broker);
                    AlertReader reader = new AlertReader(broker.clientSettings(), topics, latencies)) {
                reader.start();
                PacedLoad load = new PacedLoad(serdes, pipeline, partitions, new PacedLoad.Pace(rate, actors));
                load.send(broker.clientSettings(), Duration.ofSeconds(warmUp), latencies);
                latencies.forget();
                load.send(broker.clientSettings(), Duration.ofSeconds(seconds), latencies);
                latencies.awaitAll(LAST_ALERTS);
                if (!running.isHealthy()) {
                    throw new IllegalStateException(pipeline.name() + " stopped: " + running.state());
                }
            }
            return latencies;
        }
    }

    private static ObjectNode row(Pipeline pipeline, Latencies latencies) {
        return new ObjectMapper()
                .createObjectNode()
                .put("pipeline", pipeline.name())
                .put("alerts", latencies.count())
                .put("missing", latencies.missing())
                .put("p50_ms", latencies.millis(MEDIAN))
                .put("p99_ms", latencies.millis(ALMOST_ALL))
                .put("max_ms", latencies.millis(1));
    }
}
