package io.phiwatch.launcher.command.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.detector.match.JsonEvents;
import io.phiwatch.detector.match.Pipelines;
import io.phiwatch.detector.match.RuleRun;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.launcher.command.ExitCode;
import io.phiwatch.launcher.command.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs rules over a file of JSON events. */
@Command(
        name = "match",
        description =
                "Runs rules over JSON events; prints a JSON line for each match. Exits 0 whether or not something "
                        + "matched, 1 where a rule was rejected or failed, so that not every rule had its say.")
public final class RulesMatchCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @Option(names = "--rules", paramLabel = "DIR|FILE", description = "Other rules than those that phiwatch ships.")
    private @Nullable Path path;

    @Option(
            names = "--events",
            paramLabel = "FILE|-",
            required = true,
            description =
                    "Events: a JSON object or array, JSON lines, or objects one after another; - reads standard input.")
    private String events = STANDARD_INPUT;

    @Option(
            names = "--time-field",
            paramLabel = "FIELD",
            description =
                    "Field that holds the time of an event (default: the first of event.time, @timestamp, timestamp, "
                            + "time, and that of the event's shape).")
    private @Nullable String timeField;

    @Option(names = "--pipeline", paramLabel = "FILE", description = "Where fields and log sources are in such events.")
    private List<Path> pipelines = List.of();

    @Option(names = "--all", description = "Also the matches of rules that only feed a correlation.")
    private boolean all;

    @Option(names = "--json", description = "JSON lines: the only format, named for scripts.")
    @SuppressWarnings("UnusedVariable") // every reporting command takes --json; this one speaks nothing else
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        RulePack pack = RulePack.load(path);
        pack.printFaults(err());
        boolean isInput = events.equals(STANDARD_INPUT);
        if (!isInput && !Files.isReadable(Path.of(events))) {
            throw new IllegalArgumentException(events + " cannot be read");
        }
        Map<String, Long> failures = new LinkedHashMap<>();
        try (InputStream in = isInput ? System.in : Files.newInputStream(Path.of(events));
                JsonEvents text = new JsonEvents(events, in);
                Progress progress = new Progress("match " + events, isInput ? 0 : Files.size(Path.of(events)));
                RuleRun run = new RuleRun(
                        pack.rules(),
                        Pipelines.of(pipelines),
                        timeField,
                        (rule, failure) -> failures.merge(rule.metadata().name(), 1L, Long::sum))) {
            match(text, run, progress);
            warn(run.timeless(), "events have no time: correlations leave them out (see --time-field)");
            warn(run.late(), "matches came hours after later ones and were not correlated: sort the events by time");
        }
        failures.forEach((rule, count) -> warn(count, "events made " + rule + " fail"));
        return pack.faults().isEmpty() && failures.isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private void match(JsonEvents text, RuleRun run, Progress progress) throws IOException {
        long reported = 0;
        for (Map<String, Object> event = text.next(); event != null; event = text.next()) {
            run.see(event, this::print);
            progress.add(text.bytesRead() - reported);
            reported = text.bytesRead();
        }
        run.finish(this::print);
        out().flush();
    }

    private void print(RuleRun.Row row) {
        if (!all && !row.rule().alerts()) {
            return;
        }
        RuleMetadata metadata = row.rule().metadata();
        Instant time = row.time();
        ObjectNode line = RuleJson.object()
                .put("rule", metadata.id())
                .put("event", row.event())
                .put("time", time == null ? null : time.toString())
                .put("name", metadata.name())
                .put("title", metadata.title())
                .put("level", metadata.level().name());
        // the licence of public rules asks for the author in what a match says
        if (metadata.author() != null) {
            line.put("author", metadata.author());
        }
        out().println(line);
    }

    private void warn(long count, String what) {
        if (count > 0) {
            err().println(count + " " + what);
            err().flush();
        }
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }
}
