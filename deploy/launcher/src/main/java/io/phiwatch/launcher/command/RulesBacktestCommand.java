package io.phiwatch.launcher.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.detector.offline.Backtest;
import io.phiwatch.detector.offline.BacktestReport;
import io.phiwatch.detector.offline.BacktestReport.Entity;
import io.phiwatch.detector.offline.BacktestReport.RuleResult;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.detector.sigma.RuleSetException;
import io.phiwatch.launcher.SystemClock;
import io.phiwatch.launcher.config.Units;
import io.phiwatch.launcher.kafka.AccessHistory;
import io.phiwatch.launcher.kafka.ReferenceHistory;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what rules would have alerted over the history that the access topics hold. */
@Command(
        name = "backtest",
        description = "Replays history through the real topology, with state of its own: says what would have fired."
                + " Writes nothing to the cluster.")
final class RulesBacktestCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double NANOS_PER_SECOND = 1e9;

    @Mixin
    private SetupOptions setup = new SetupOptions();

    @Option(names = "--rules", required = true, paramLabel = "DIR", description = "Folder of rules.")
    private Path rules = Path.of("");

    @Option(names = "--from", required = true, paramLabel = "T", description = "ISO 8601 time; alerts from there on.")
    private String from = "";

    @Option(names = "--to", paramLabel = "T", description = "ISO 8601 time; up to now unless given.")
    private @Nullable String to;

    @Option(
            names = "--warm-up",
            paramLabel = "DURATION",
            description =
                    "History before T that fills windows and profiles; as long as the windows unless given, and four weeks"
                            + " where rules ask what is usual.")
    private @Nullable String warmUp;

    @Option(
            names = "--max-delay",
            paramLabel = "DURATION",
            description = "Counts events that came as late as that, also where their source allows less.")
    private @Nullable String leastDelay;

    @Option(names = "--json", description = "One JSON document.")
    private boolean asJson;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (!Files.isDirectory(rules)) {
            throw new IllegalArgumentException(rules + " is no folder");
        }
        RuleSet set;
        try {
            set = RuleSet.load(rules);
        } catch (RuleSetException e) {
            PrintWriter err = spec().commandLine().getErr();
            e.errors().forEach(err::println);
            err.flush();
            return ExitCode.USAGE;
        }
        Duration least = leastDelay == null ? Duration.ZERO : Units.duration(leastDelay);
        Duration configured = setup.config().maxDelay();
        Backtest.Period period = new Backtest.Period(
                IsoTime.of(from, spec()),
                to == null ? SystemClock.get().instant() : IsoTime.of(to, spec()),
                least.compareTo(configured) > 0 ? least : configured,
                least);
        long begun = System.nanoTime();
        try (AccessHistory history =
                        AccessHistory.withHeartbeats(setup.kafkaProperties(), setup.serdes(), setup.topics());
                Backtest backtest = new Backtest(set, period, history.partitions())) {
            BacktestReport report = run(set, period, history, backtest);
            print(report, history.unreadable(), (System.nanoTime() - begun) / NANOS_PER_SECOND);
        }
        return ExitCode.DONE;
    }

    private BacktestReport run(RuleSet set, Backtest.Period period, AccessHistory history, Backtest backtest) {
        Duration before = warmUp == null ? Backtest.warmUp(set, period.maxDelay()) : Units.duration(warmUp);
        new ReferenceHistory(setup.kafkaProperties(), setup.serdes(), setup.topics()).forEach(backtest::know);
        long end = period.to().toEpochMilli();
        long records = history.seek(Optional.of(period.from().minus(before)));
        try (Progress progress = new Progress("backtest", records)) {
            history.forEach(
                    entry -> {
                        // Other partitions may still hold records of the period, though not many: all are looked at.
                        if (entry.timestamp() < end) {
                            backtest.accept(entry.surface(), entry.partition(), entry.value(), entry.timestamp());
                        }
                        return true;
                    },
                    progress::add);
        }
        return backtest.report();
    }

    private void print(BacktestReport report, long unreadable, double seconds) {
        PrintWriter out = spec().commandLine().getOut();
        if (asJson) {
            out.println(json(report, unreadable, seconds));
        } else {
            print(report, unreadable, seconds, out);
        }
        out.flush();
    }

    private static void print(BacktestReport report, long unreadable, double seconds, PrintWriter out) {
        for (RuleResult result : report.rules()) {
            out.printf(
                    Locale.ROOT,
                    "%-32s %-9s %,d alerts, %,d entities%s%n",
                    result.rule().name(),
                    result.rule().level(),
                    result.alerts(),
                    result.entities(),
                    result.alerts() == 0 ? "" : ", " + result.first() + " to " + result.last());
            if (result.alerts() > 0) {
                out.println("    by day: "
                        + result.perDay().entrySet().stream()
                                .map(day -> day.getKey() + " " + day.getValue())
                                .collect(Collectors.joining(", ")));
            }
            result.top()
                    .forEach(entity -> out.printf(
                            Locale.ROOT,
                            "    %,6d x %s %s: %s%n",
                            entity.alerts(),
                            entity.kind(),
                            entity.id(),
                            entity.explanation()));
        }
        out.printf(
                Locale.ROOT,
                "%,d alerts over %,d events from %s to %s (%.1f s); %,d came too late to count, %,d records unreadable%n",
                report.alerts(),
                report.events(),
                report.period().from(),
                report.period().to(),
                seconds,
                report.lateEvents(),
                unreadable);
    }

    private static ObjectNode json(BacktestReport report, long unreadable, double seconds) {
        ObjectNode document = JSON.createObjectNode()
                .put("from", report.period().from().toString())
                .put("to", report.period().to().toString())
                .put("events", report.events())
                .put("late_events", report.lateEvents())
                .put("unreadable", unreadable)
                .put("seconds", seconds)
                .put("alerts", report.alerts());
        report.rules().forEach(result -> document.withArray("rules").add(json(result)));
        return document;
    }

    private static ObjectNode json(RuleResult result) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", result.rule().id())
                .put("name", result.rule().name())
                .put("level", result.rule().level().name())
                .put("alerts", result.alerts())
                .put("entities", result.entities())
                .put("first", text(result.first()))
                .put("last", text(result.last()));
        ObjectNode days = node.putObject("per_day");
        result.perDay().forEach((day, alerts) -> days.put(day.toString(), alerts));
        for (Entity entity : result.top()) {
            node.withArray("top")
                    .addObject()
                    .put("kind", entity.kind())
                    .put("id", entity.id())
                    .put("alerts", entity.alerts())
                    .put("hits", entity.hits())
                    .put("explanation", entity.explanation());
        }
        return node;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
