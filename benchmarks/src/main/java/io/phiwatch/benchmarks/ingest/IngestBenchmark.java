package io.phiwatch.benchmarks.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.benchmarks.BenchmarkBroker;
import io.phiwatch.benchmarks.Output;
import io.phiwatch.ingest.Ingest;
import io.phiwatch.ingest.IngestConfig;
import io.phiwatch.ingest.IngestRuntime;
import io.phiwatch.ingest.adapter.Adapters;
import io.phiwatch.ingest.http.HttpConfig;
import io.phiwatch.ingest.normalise.StaffNames;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.launcher.SystemClock;
import io.phiwatch.launcher.demo.ResidentMemory;
import io.phiwatch.launcher.kafka.TopicAdmin;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Webhooks through all of ingest, against the same server answering without doing anything. */
@Command(
        name = "ingest",
        description =
                "Webhooks per second with verification, scan, tokens, sealing and acks=all, the time answers take at"
                        + " half of that rate, and the rate of the same server answering without doing anything.")
public final class IngestBenchmark implements Callable<Integer> {
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    private static final double P99_BUDGET_MILLIS = 250;
    private static final double P99 = 0.99;

    @Option(names = "--seconds", description = "Length of each measurement (default: ${DEFAULT-VALUE}).")
    private int seconds = 10;

    @Option(names = "--connections", description = "Connections at a time (default: ${DEFAULT-VALUE}).")
    private int connections = 64;

    @Option(names = "--partitions", description = "Partitions of each topic (default: ${DEFAULT-VALUE}).")
    private int partitions = 2;

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws Exception {
        Webhooks webhooks = new Webhooks(SystemClock.get().instant());
        ObjectNode result = new ObjectMapper()
                .createObjectNode()
                .put("connections", connections)
                .put("seconds", seconds)
                .put("body_bytes", webhooks.bodyBytes());
        double answering = answering(webhooks);
        try (BenchmarkBroker broker = BenchmarkBroker.start();
                TopicAdmin admin = new TopicAdmin(broker.clientSettings())) {
            admin.ensure(TOPICS, partitions, Optional.of((short) 1));
            try (Ingest ingest = ingest(broker)) {
                measure(result, new Load(ingest.port(), connections, webhooks), answering);
            }
        }
        ResidentMemory.peakMebibytes().ifPresent(peak -> result.put("peak_memory_mib", peak));
        output.print(result);
        return 0;
    }

    private void measure(ObjectNode result, Load load, double answering) throws InterruptedException {
        Duration time = Duration.ofSeconds(seconds);
        // the first seconds go to the compiler
        load.atTopRate(time);
        Load.Result top = load.atTopRate(time);
        Load.Result half = load.at(top.perSecond() / 2, time);
        double p99 = half.millis(P99);
        result.put("answering_only_webhooks_per_second", Math.round(answering))
                .put("webhooks_per_second", Math.round(top.perSecond()))
                .put("ratio", Math.round(1_000 * top.perSecond() / answering) / 1_000.0)
                .put("top_rate_p99_ms", top.millis(P99))
                .put("half_rate_webhooks_per_second", Math.round(half.perSecond()))
                .put("half_rate_p50_ms", half.millis(0.5))
                .put("half_rate_p99_ms", p99)
                .put("half_rate_slowest_ms", half.millis(1))
                .put("p99_budget_ms", P99_BUDGET_MILLIS)
                .put("not_accepted", top.errors() + half.errors())
                .put("passes", p99 < P99_BUDGET_MILLIS && top.errors() + half.errors() == 0);
    }

    private double answering(Webhooks webhooks) throws InterruptedException {
        Javalin server = Javalin.create(config -> {
                    config.concurrency.useVirtualThreads = true;
                    config.startup.showJavalinBanner = false;
                    config.routes.post("/ingest/{source}", context -> {
                        context.bodyAsBytes();
                        context.contentType("application/json")
                                .result("{\"accepted\":1,\"rejected\":0,\"duplicates\":0}");
                    });
                })
                .start("127.0.0.1", 0);
        try {
            Load load = new Load(server.port(), connections, webhooks);
            load.atTopRate(Duration.ofSeconds(seconds));
            return load.atTopRate(Duration.ofSeconds(seconds)).perSecond();
        } finally {
            server.stop();
        }
    }

    private static Ingest ingest(BenchmarkBroker broker) {
        Path folder = broker.folder();
        IngestConfig config = new IngestConfig(
                HttpConfig.defaults().at("127.0.0.1", 0),
                List.of(),
                new IngestConfig.Privacy(StaffNames.CLEAR, folder.resolve("keys"), true),
                Map.of(),
                IngestConfig.Databases.bundled(),
                Map.of(),
                folder.resolve("ingest"),
                IngestConfig.Sources.of(List.of(Webhooks.source())));
        return Ingest.start(
                config,
                Adapters.all(),
                new PhiScanner()::scan,
                new IngestRuntime(
                        TOPICS,
                        new TopicSerdes(BundledSchemas.load()),
                        broker.clientSettings(),
                        SystemClock.get(),
                        new SimpleMeterRegistry(),
                        () -> ""));
    }
}
