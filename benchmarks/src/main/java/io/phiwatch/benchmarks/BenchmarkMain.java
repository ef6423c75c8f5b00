package io.phiwatch.benchmarks;

import io.phiwatch.benchmarks.correlate.CorrelateBenchmark;
import io.phiwatch.benchmarks.exactlyonce.ExactlyOnceBenchmark;
import io.phiwatch.benchmarks.ingest.IngestBenchmark;
import io.phiwatch.benchmarks.latency.LatencyBenchmark;
import io.phiwatch.benchmarks.match.MatchBenchmark;
import io.phiwatch.benchmarks.month.MonthBenchmark;
import io.phiwatch.benchmarks.scan.ScanBenchmark;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of {@code phiwatch bench}. */
@Command(
        name = "bench",
        description = "Benchmarks that print ratios within one run.",
        mixinStandardHelpOptions = true,
        subcommands = {
            CorrelateBenchmark.class,
            DetectorBenchmark.class,
            ExactlyOnceBenchmark.class,
            IngestBenchmark.class,
            LatencyBenchmark.class,
            MatchBenchmark.class,
            MonthBenchmark.class,
            ScanBenchmark.class
        })
public final class BenchmarkMain {
    private BenchmarkMain() {}

    /** Runs one benchmark. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BenchmarkMain());
    }
}
