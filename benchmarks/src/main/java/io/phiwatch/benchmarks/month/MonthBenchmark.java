package io.phiwatch.benchmarks.month;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.benchmarks.Output;
import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.drills.month.MonthConfig;
import io.phiwatch.launcher.drill.MonthReport;
import io.phiwatch.launcher.drill.MonthReport.FalseIncident;
import io.phiwatch.launcher.drill.MonthReport.Result;
import io.phiwatch.launcher.drill.MonthRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.DoubleConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A month of a company with all drills at random times: what is found, and what is said without cause. */
@Command(
        name = "month",
        description = "Plays a simulated month with all drills through the real pipeline, and scores it.")
public final class MonthBenchmark implements Callable<Integer> {
    private static final Instant START = Instant.parse("2026-09-07T00:00:00Z");
    private static final double MOST_FALSE_PER_WEEK = 3;
    private static final double NANOS = 1e9;
    private static final Duration FIRST_DAYS = Duration.ofDays(3);

    /** Fields that exist by habit only. */
    private static final Pattern BY_HABIT = Pattern.compile("behavior\\.");

    private static final Pattern NAME = Pattern.compile("(?m)^name: (\\S+)");

    @Option(names = "--seed", description = "What is drawn (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--days", description = "Length (default: ${DEFAULT-VALUE}).")
    private int days = 30;

    @Option(names = "--staff", description = "Accounts of the workforce (default: ${DEFAULT-VALUE}).")
    private int staff = 200;

    @Option(names = "--patients", description = "Patients, who are the shop's customers (default: ${DEFAULT-VALUE}).")
    private int patients = 20_000;

    @Option(
            names = "--rules",
            paramLabel = "DIR",
            description = "Rules that judge the month in place of the pack: a backtest that knows what was true.")
    private @Nullable Path rules;

    @Mixin
    private final Output output = new Output();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path work = Files.createTempDirectory("phiwatch-month");
        try {
            MonthReport report = new MonthRun(
                            new MonthConfig(seed, START, days, staff, patients),
                            rules == null ? RuleSet.bundled() : RuleSet.load(rules),
                            work)
                    .play(progress());
            output.print(json(report));
            boolean isGood = report.missed() == 0 && report.falsePerWeek() <= MOST_FALSE_PER_WEEK;
            return isGood ? 0 : 1;
        } finally {
            delete(work);
        }
    }

    private DoubleConsumer progress() {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        int[] last = {-1};
        return share -> {
            int tenth = (int) (share * 10);
            if (tenth > last[0]) {
                last[0] = tenth;
                err.println(String.format(Locale.ROOT, "%d %%", tenth * 10));
                err.flush();
            }
        };
    }

    static ObjectNode json(MonthReport report) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        double seconds = report.work().took().toNanos() / NANOS;
        json.put("seed", report.month().seed())
                .put("days", report.month().days())
                .put("staff", report.month().staff())
                .put("patients", report.month().patients())
                .put("events", report.work().events())
                .put("deliveries_refused", report.work().refused())
                .put("seconds", Math.round(seconds * 10) / 10.0)
                .put("events_per_second", Math.round(report.work().events() / seconds))
                .put("incidents", report.work().incidents())
                .put("expected", report.results().size())
                .put("missed", report.missed())
                .put("false_incidents", report.falseIncidents().size())
                .put("false_per_week", rounded(report.falsePerWeek()))
                .put(
                        "false_by_habit_in_first_days",
                        report.early(byHabit(), FIRST_DAYS).size());
        ArrayNode drills = json.putArray("drills");
        report.results().forEach(result -> add(drills, result));
        ArrayNode byRule = json.putArray("false_by_rule");
        report.falsePerWeekByRule()
                .forEach((rule, perWeek) -> byRule.addObject().put("rule", rule).put("per_week", rounded(perWeek)));
        ArrayNode said = json.putArray("alerts_by_rule");
        report.said()
                .forEach((rule, what) -> said.addObject()
                        .put("rule", rule)
                        .put("alerts", what.alerts())
                        .put("unexplained", what.unexplained())
                        .put("drills", String.join(" ", what.drills())));
        ArrayNode incidents = json.putArray("unexplained");
        report.falseIncidents().forEach(incident -> add(incidents, incident));
        return json;
    }

    private static void add(ArrayNode drills, Result result) {
        drills.addObject()
                .put("drill", result.played().drill().name())
                .put("by", result.played().script().name())
                .put("rule", result.truth().rule())
                .put("result", result.isDetected() ? "detected" : "missed")
                .put("start", result.played().start().toString())
                .put("seconds", result.timeToDetect().map(Duration::toSeconds).orElse(null));
    }

    private static void add(ArrayNode incidents, FalseIncident incident) {
        incidents
                .addObject()
                .put("rule", incident.rule())
                .put("entity", incident.entityKind())
                .put("opened", incident.openedAt().toString())
                .put("explanation", incident.explanation());
    }

    /** Names of rules whose file asks for what was learnt. */
    private static Set<String> byHabit() {
        return RuleSet.bundledFiles().stream()
                .map(RuleFile::text)
                .filter(text -> BY_HABIT.matcher(text).find())
                .flatMap(text -> NAME.matcher(text).results())
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
