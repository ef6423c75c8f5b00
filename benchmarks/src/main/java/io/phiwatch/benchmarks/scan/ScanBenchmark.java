package io.phiwatch.benchmarks.scan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.benchmarks.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The PHI scanner: recall, precision, false findings and speed, beside the same types as regular expressions. */
@Command(
        name = "scan",
        description = "Recall and precision of the PHI scanner by type, and its speed beside regular expressions.")
public final class ScanBenchmark implements Callable<Integer> {
    private static final int SPEED_LINES = 20_000;

    @Option(names = "--planted", description = "Lines with an identifier, of each type (default: ${DEFAULT-VALUE}).")
    private int planted = 2_000;

    @Option(names = "--clean", description = "Lines without any (default: ${DEFAULT-VALUE}).")
    private int clean = 100_000;

    @Option(names = "--seed", description = "Seed of the lines (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--datasets",
            description = "Folder with phi/asq-phi and phi/presidio-research (default: ${DEFAULT-VALUE}).",
            defaultValue = "${sys:phiwatch.datasets:-}")
    private String datasets = "";

    @Option(
            names = "--millis",
            description = "Processor time of each measurement, in milliseconds (default: ${DEFAULT-VALUE}).")
    private long millis = 1_500;

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws IOException {
        ObjectNode result = new ObjectMapper().createObjectNode();
        addQuality(result, Quality.of(seed, planted, clean));
        addSpeed(result, new LogLines(seed));
        if (!datasets.isEmpty() && Files.isDirectory(Path.of(datasets, "phi"))) {
            addDatasets(result, LabelledTexts.measure(Path.of(datasets, "phi")));
        }
        output.print(result);
        return 0;
    }

    private static void addQuality(ObjectNode result, Quality quality) {
        ArrayNode types = result.putArray("types");
        quality.byType()
                .forEach((type, counts) -> types.addObject()
                        .put("type", type)
                        .put("planted", counts.planted())
                        .put("recall", rounded(counts.recall(), 4))
                        .put("precision", rounded(counts.precision(), 4)));
        result.put("false_findings_per_10000_clean_lines", rounded(quality.falsePerTenThousandClean(), 2));
    }

    private void addSpeed(ObjectNode result, LogLines lines) {
        ArrayNode speeds = result.putArray("speed");
        List<String> types = Stream.of("US_SSN", "EMAIL", "PHONE", "NAME", "MRN", "ADDRESS", "PAN")
                .toList();
        List<String> cleanLines =
                Stream.generate(() -> lines.clean().text()).limit(SPEED_LINES).toList();
        List<String> mixedLines = Stream.iterate(0, i -> i + 1)
                .limit(SPEED_LINES)
                .map(i ->
                        i % 4 == 0 ? lines.with(types.get(i / 4 % types.size())).text() : cleanLines.get(i))
                .toList();
        addSpeed(speeds, "clean", cleanLines);
        addSpeed(speeds, "one in four with PHI", mixedLines);
    }

    private void addSpeed(ArrayNode speeds, String name, List<String> lines) {
        Speed.Result speed = new Speed(lines, Duration.ofMillis(millis).toNanos()).measure();
        speeds.addObject()
                .put("lines", name)
                .put("megabytes_per_second", rounded(speed.scanner(), 1))
                .put("regex_megabytes_per_second", rounded(speed.regexes(), 2))
                .put("times_regex", rounded(speed.scanner() / speed.regexes(), 1))
                .put("line_p99_micros", rounded(speed.p99Nanos() / 1e3, 1));
    }

    private static void addDatasets(ObjectNode result, List<LabelledTexts.Recall> recalls) {
        ArrayNode rows = result.putArray("datasets");
        recalls.forEach(recall -> rows.addObject()
                .put("dataset", recall.dataset())
                .put("label", recall.label())
                .put("type", recall.type())
                .put("labelled", recall.labelled())
                .put("recall", rounded(recall.recall(), 4)));
        ArrayNode misses = result.putArray("missed");
        recalls.forEach(recall -> recall.misses()
                .forEach(miss -> misses.addObject()
                        .put("dataset", recall.dataset())
                        .put("label", recall.label())
                        .put("text", miss.index())
                        .put("reason", miss.reason())));
    }

    private static double rounded(double value, int places) {
        double scale = Math.pow(10, places);
        return Math.round(value * scale) / scale;
    }
}
