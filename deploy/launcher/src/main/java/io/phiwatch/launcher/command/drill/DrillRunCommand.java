package io.phiwatch.launcher.command.drill;

import io.phiwatch.drills.scenario.Drill;
import io.phiwatch.drills.scenario.Drills;
import io.phiwatch.drills.scenario.Expectation;
import io.phiwatch.drills.scenario.Script;
import io.phiwatch.launcher.SystemClock;
import io.phiwatch.launcher.command.ApiClient;
import io.phiwatch.launcher.command.ExitCode;
import io.phiwatch.launcher.command.SetupOptions;
import io.phiwatch.launcher.config.PhiwatchConfig;
import io.phiwatch.launcher.config.Units;
import io.phiwatch.launcher.drill.Exercise;
import io.phiwatch.launcher.drill.Exercise.Setting;
import io.phiwatch.launcher.drill.ExerciseRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Plays a drill against a running system, in the name of its configured sources, and scores what came of it. All of it is
 * marked as an exercise, so that it is kept apart from what is real.
 */
@Command(
        name = "run",
        description = "Plays a drill against a running system; done only if everything was detected in time.")
public final class DrillRunCommand implements Callable<Integer> {
    @Mixin
    private SetupOptions setup = new SetupOptions();

    @Parameters(paramLabel = "NAME", description = "Name of the drill (`drill list`).")
    private String name = "";

    @Option(
            names = "--script",
            paramLabel = "NAME",
            description = "In whose words (default: the first that the configured sources can tell).")
    private @Nullable String script;

    @Option(
            names = "--speed",
            description = "How many times as fast as it would happen (default: ${DEFAULT-VALUE}).",
            defaultValue = "1")
    private double speed = 1;

    @Option(names = "--actor", paramLabel = "LOGIN", description = "The account that it is about (default: invented).")
    private @Nullable String actor;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "How long to wait for detections (default: as long as the rules may take).")
    private @Nullable String patience;

    @Option(
            names = "--people",
            paramLabel = "DURATION",
            description = "An exercise for people: waits so long for acknowledgement and containment, and scores them.")
    private @Nullable String people;

    @Option(names = "--seed", description = "What is drawn (default: ${DEFAULT-VALUE}).", defaultValue = "1")
    private long seed = 1;

    @Option(names = "--json", description = "Prints the record as JSON.")
    private boolean asJson;

    @Option(
            names = {"-o", "--record"},
            paramLabel = "FILE",
            description = "Keeps the record there too, as JSON.")
    private @Nullable Path file;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Drill drill = Drills.find(name).orElseThrow(() -> usage("no drill " + name + ": see `drill list`"));
        if (!(speed > 0)) {
            throw usage("--speed must be > 0");
        }
        PhiwatchConfig config = setup.config();
        Script chosen = chosen(drill, config);
        Duration wait = patience == null ? longest(drill) : duration("--wait", patience);
        Duration forPeople = people == null ? Duration.ZERO : duration("--people", people);
        Setting setting = new Setting(config, setup.data(), SystemClock.get(), "ex-" + shortId());
        if (chosen.needsHistory() && actor == null) {
            err().println("this drill stands out from a habit: name an account that has one with --actor");
        }
        ExerciseRecord record = new Exercise(setting, ApiClient.of(setup.data()))
                .play(new Exercise.Plan(drill, chosen.faster(speed), seed, actor), wait, forPeople, err()::println);
        if (file != null) {
            Files.writeString(file, record.json().toPrettyString());
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.print(asJson ? record.json() + "\n" : record.text());
        out.flush();
        return record.isPassed() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private Script chosen(Drill drill, PhiwatchConfig config) {
        if (script != null) {
            Script named = drill.script(script).orElseThrow(() -> usage("no script " + script + ": see `drill list`"));
            if (!Exercise.isTold(named, config)) {
                throw usage("no configured source for one of " + named.platforms());
            }
            return named;
        }
        return drill.scripts().stream()
                .filter(one -> Exercise.isTold(one, config))
                .findFirst()
                .orElseThrow(() -> usage("no configured sources can tell it: it needs those of one of "
                        + drill.scripts().stream().map(Script::platforms).toList()));
    }

    private static Duration longest(Drill drill) {
        return drill.expected().stream()
                .map(Expectation::within)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Duration duration(String option, String text) {
        try {
            return Units.duration(text);
        } catch (IllegalArgumentException e) {
            throw usage(option + " takes a duration such as 90s, 10m, 1h");
        }
    }

    private static String shortId() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }
}
