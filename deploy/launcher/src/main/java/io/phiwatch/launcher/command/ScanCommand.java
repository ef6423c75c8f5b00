package io.phiwatch.launcher.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.ingest.phi.PhiFinding;
import io.phiwatch.ingest.phi.PhiScanner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds PHI in files: says where and what kind, never the value. */
@Command(
        name = "scan",
        description =
                "Finds PHI in files; prints JSON lines with place and type, never the value. Exits 1 when it found some.")
public final class ScanCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STANDARD_INPUT = "-";

    private long found;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Text files; - reads standard input.")
    private List<String> files = List.of();

    @Option(names = "--json", description = "JSON lines: the only format, named for scripts.")
    @SuppressWarnings("UnusedVariable") // every reporting command takes --json; this one speaks nothing else
    private boolean json;

    @Mixin
    private final SetupOptions setup = new SetupOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        for (String file : files) {
            if (!file.equals(STANDARD_INPUT) && !Files.isReadable(Path.of(file))) {
                throw new IllegalArgumentException(file + " cannot be read");
            }
        }
        PhiScanner scanner = new PhiScanner(setup.config().sitePatterns(), PhiScanner.DEADLINE);
        for (String file : files) {
            boolean isInput = file.equals(STANDARD_INPUT);
            try (InputStream in = isInput ? System.in : Files.newInputStream(Path.of(file));
                    Progress progress = new Progress("scan " + file, isInput ? 0 : Files.size(Path.of(file)))) {
                scan(scanner, file, in, progress);
            }
        }
        return found == 0 ? ExitCode.DONE : ExitCode.FOUND;
    }

    private void scan(PhiScanner scanner, String file, InputStream in, Progress progress) throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        long number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            progress.add(line.length() + 1L);
            for (PhiFinding finding : scanner.scanLine(line)) {
                found++;
                out.println(JSON.createObjectNode()
                        .put("file", file)
                        .put("line", number)
                        .put("start", finding.start())
                        .put("end", finding.end())
                        .put("type", finding.type().name())
                        .put("score", finding.score())
                        .put("tier", finding.type().tier().number()));
            }
        }
        out.flush();
    }
}
