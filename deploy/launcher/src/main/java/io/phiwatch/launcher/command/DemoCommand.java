package io.phiwatch.launcher.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.drills.play.PlayReport;
import io.phiwatch.drills.score.Scorecard;
import io.phiwatch.drills.score.ScorecardJson;
import io.phiwatch.drills.score.ScorecardText;
import io.phiwatch.launcher.DataFolder;
import io.phiwatch.launcher.config.ConfigLoader;
import io.phiwatch.launcher.config.PhiwatchConfig;
import io.phiwatch.launcher.config.Units;
import io.phiwatch.launcher.demo.Demo;
import io.phiwatch.launcher.demo.Demo.DemoPlan;
import io.phiwatch.schema.Incident;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything in one process, with simulated traffic and attacks. */
@Command(
        name = "demo",
        description = "Runs everything in one process with embedded Kafka, simulated traffic and six attacks.")
public final class DemoCommand implements Callable<Integer> {
    private static final Duration ENDLESS_MAIN_PHASE = Duration.ofMinutes(2);
    private static final String SEPARATOR = "-".repeat(72);

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description =
                    "Ends by itself with a scorecard; exit 1 where an attack was missed or a false incident opened.")
    private @Nullable String length;

    @Option(names = "--speed", description = "How many times as fast as real time (default: ${DEFAULT-VALUE}).")
    private double speed = 60;

    @Option(names = "--seed", description = "Seed of the simulation (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Option(names = "--no-browser", description = "Does not open the console in a browser.")
    private boolean noBrowser;

    @Option(names = "--json", description = "Prints the scorecard as one JSON document.")
    private boolean asJson;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Overrides a value of the configuration.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("phiwatch-demo");
        Duration main = length == null ? ENDLESS_MAIN_PHASE : Units.duration(length);
        try (Demo demo =
                Demo.start(new DemoPlan(seed, main, speed), config(), new DataFolder(folder), this::announce)) {
            // Ctrl-C ends it too: the broker first, then its folder.
            Runnable end = demo::close;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                end.run();
                delete(folder);
            }));
            greet(demo);
            PlayReport report = demo.play();
            if (length == null) {
                say("The simulation has caught up with the present; ordinary traffic goes on. Ctrl-C ends.");
                demo.linger();
                return ExitCode.DONE;
            }
            return finish(demo, report);
        }
    }

    private PhiwatchConfig config() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("ingest.http.port", "0");
        settings.put("console.http.port", "0");
        settings.putAll(overrides);
        return new ConfigLoader(System.getenv()).load(Optional.empty(), settings);
    }

    private int finish(Demo demo, PlayReport report) {
        Scorecard card = demo.score();
        boolean isPassed = card.isPassed() && report.failed() == 0;
        OptionalLong firstIncident = demo.firstIncidentMillis();
        OptionalLong memory = demo.peakMemoryMebibytes();
        if (asJson) {
            ObjectNode json = ScorecardJson.render(card);
            json.put("passed", isPassed);
            json.put("deliveries", report.sent());
            json.put("deliveries_failed", report.failed());
            firstIncident.ifPresent(millis -> json.put("first_incident_ms_after_start", millis));
            memory.ifPresent(mebibytes -> json.put("peak_memory_mib", mebibytes));
            out().println(json.toPrettyString());
        } else {
            out().println(SEPARATOR);
            out().println(ScorecardText.render(card));
            firstIncident.ifPresent(
                    millis -> out().printf(Locale.ROOT, "first incident %.1f s after the start%n", millis / 1000.0));
            memory.ifPresent(mebibytes -> out().printf(Locale.ROOT, "peak memory %d MiB%n", mebibytes));
            report.sortedProblems().forEach((problem, count) -> out().printf(Locale.ROOT, "%d × %s%n", count, problem));
            out().println("The console ends with the demo; without --for it stays, and ordinary traffic goes on.");
        }
        out().flush();
        return isPassed ? ExitCode.DONE : ExitCode.FOUND;
    }

    private void greet(Demo demo) {
        say("phiwatch demo: four surfaces, six attacks, " + (int) speed + " times as fast as real time");
        say("");
        say("  console   " + demo.node().alerting().consoleAddress());
        say("  sign in   " + demo.node().alerting().loginLink());
        say("");
        say("Times are those of the simulation, which starts in the past and ends at the present.");
        if (!noBrowser && !asJson && length == null && Terminal.isThere()) {
            open(demo.node().alerting().loginLink().toString());
        }
    }

    private void announce(Incident incident) {
        say(String.format(
                Locale.ROOT, "%s  %-8s  %s", incident.getOpenedAt(), incident.getLevel(), incident.getTitle()));
    }

    /** For people; where the result is JSON, it goes to stderr. */
    private void say(String line) {
        PrintWriter writer = asJson ? Objects.requireNonNull(spec).commandLine().getErr() : out();
        writer.println(line);
        writer.flush();
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private static void open(String link) {
        String opener = System.getProperty("os.name").startsWith("Mac") ? "open" : "xdg-open";
        try {
            new ProcessBuilder(opener, link)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // No browser to open: the link stands above.
            return;
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // A temporary folder: the system removes it later.
            return;
        }
    }
}
