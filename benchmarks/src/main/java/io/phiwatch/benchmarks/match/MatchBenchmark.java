package io.phiwatch.benchmarks.match;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.benchmarks.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The matcher over growing numbers of rules, and against walking every rule. */
@Command(
        name = "match",
        description = "Events per second and core of the matcher, by the number of rules, and of walking every rule.")
public final class MatchBenchmark implements Callable<Integer> {
    private static final int MEASUREMENTS = 5;
    private static final int NAIVE_EVENTS = 200;

    @Option(names = "--events", description = "Different events (default: ${DEFAULT-VALUE}).")
    private int events = 10_000;

    @Option(
            names = "--rules",
            split = ",",
            description = "Numbers of rules over access events (default: ${DEFAULT-VALUE}).")
    private List<Integer> rules = List.of(60, 600, 6_000);

    @Option(
            names = "--public-rules",
            split = ",",
            description =
                    "Numbers of public Sigma rules; beyond those at hand, altered copies (default: ${DEFAULT-VALUE}).")
    private List<Integer> publicRules = List.of(500, 3_000);

    @Option(
            names = "--datasets",
            description = "Folder with sigma-rules and sigma-regression (default: ${DEFAULT-VALUE}).",
            defaultValue = "${sys:phiwatch.datasets:-}")
    private String datasets = "";

    @Option(
            names = "--millis",
            description = "Processor time of each measurement, in milliseconds (default: ${DEFAULT-VALUE}).")
    private long millis = 400;

    @Mixin
    private final Output output = new Output();

    private record Entry(Workload<?> workload, Contender indexed, Contender naive) {
        static Entry of(Workload<?> workload) {
            return new Entry(workload, workload.indexed(), workload.naive(NAIVE_EVENTS));
        }

        int rules() {
            return workload.rules().detections().size();
        }
    }

    @Override
    public Integer call() throws IOException {
        List<Entry> entries = entries();
        long nanos = Duration.ofMillis(millis).toNanos();
        for (Entry entry : entries) {
            entry.indexed.run(2 * nanos, false);
            entry.naive.run(nanos / 2, false);
        }
        // in turns: what slows the machine down for a while slows all of them
        for (int i = 0; i < MEASUREMENTS; i++) {
            for (Entry entry : entries) {
                entry.indexed.run(nanos, true);
                entry.naive.run(nanos / 4, true);
            }
        }
        output.print(result(entries));
        return 0;
    }

    private List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (int count : rules) {
            entries.add(Entry.of(AccessWorkload.of(count, events)));
        }
        if (!datasets.isEmpty() && Files.isDirectory(Path.of(datasets))) {
            for (boolean routed : List.of(false, true)) {
                for (int count : publicRules) {
                    entries.add(Entry.of(SigmaWorkload.of(Path.of(datasets), count, events, routed)));
                }
            }
        }
        return entries;
    }

    private static ObjectNode result(List<Entry> entries) {
        ObjectNode result = new ObjectMapper().createObjectNode();
        ArrayNode cases = result.putArray("cases");
        ArrayNode growth = result.putArray("growth");
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            double rate = entry.indexed.eventsPerSecond();
            double naive = entry.naive.eventsPerSecond();
            cases.addObject()
                    .put("workload", entry.workload.name())
                    .put("rules", entry.rules())
                    .put("events_per_second", Math.round(rate))
                    .put("evaluated_per_event", rounded(entry.indexed.evaluatedPerEvent()))
                    .put("matches_per_event", rounded(entry.indexed.matchesPerEvent()))
                    .put("bytes_per_event", entry.indexed.bytesPerEvent())
                    .put("every_rule_events_per_second", Math.round(naive))
                    .put("speedup", rounded(rate / naive));
            if (i > 0 && entries.get(i - 1).workload.name().equals(entry.workload.name())) {
                Entry fewer = entries.get(i - 1);
                growth.addObject()
                        .put("workload", entry.workload.name())
                        .put("rules_ratio", rounded((double) entry.rules() / fewer.rules()))
                        .put("cost_ratio", rounded(fewer.indexed.eventsPerSecond() / rate));
            }
        }
        return result;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
