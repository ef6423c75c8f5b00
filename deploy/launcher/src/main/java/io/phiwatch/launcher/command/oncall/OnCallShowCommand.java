package io.phiwatch.launcher.command.oncall;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.oncall.Roster;
import io.phiwatch.alerting.oncall.Schedule;
import io.phiwatch.alerting.oncall.Schedule.Turn;
import io.phiwatch.alerting.oncall.Substitution;
import io.phiwatch.launcher.SystemClock;
import io.phiwatch.launcher.command.ExitCode;
import io.phiwatch.launcher.command.SetupOptions;
import io.phiwatch.launcher.config.Units;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows who is on call when, overrides included; finds the hours that nobody covers. */
@Command(name = "show", description = "Who is on call when, overrides included; exit 1 where hours are not covered.")
public final class OnCallShowCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private SetupOptions setup = new SetupOptions();

    @Option(names = "--ahead", paramLabel = "DURATION", description = "How far (default: ${DEFAULT-VALUE}).")
    private String ahead = "14d";

    @Option(names = "--offline", description = "By the configuration alone, without the overrides of a running system.")
    private boolean offline;

    @Option(names = "--json", description = "JSON lines.")
    private boolean asJson;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Roster roster = setup.config().pages().plan().roster();
        Instant now = SystemClock.get().instant();
        Duration far = Units.duration(ahead);
        List<Substitution> substitutions = offline ? List.of() : new OverridesTopic(setup).substitutions();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        boolean isCovered = true;
        for (Schedule schedule : roster.schedules()) {
            for (Turn turn : schedule.turns(now, now.plus(far), substitutions)) {
                isCovered &= turn.user().isPresent();
                out.println(asJson ? json(schedule, turn) : line(schedule, turn));
            }
        }
        out.flush();
        return isCovered ? ExitCode.DONE : ExitCode.FOUND;
    }

    private static String line(Schedule schedule, Turn turn) {
        return String.format(
                Locale.ROOT,
                "%-20s %-25s %-25s %s",
                schedule.name(),
                turn.from(),
                turn.until(),
                turn.user().orElse("NOBODY"));
    }

    private static ObjectNode json(Schedule schedule, Turn turn) {
        return JSON.createObjectNode()
                .put("schedule", schedule.name())
                .put("from", turn.from().toString())
                .put("until", turn.until().toString())
                .put("user", turn.user().orElse(null));
    }
}
