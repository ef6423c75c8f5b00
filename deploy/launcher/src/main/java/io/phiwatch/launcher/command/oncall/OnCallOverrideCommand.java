package io.phiwatch.launcher.command.oncall;

import io.phiwatch.alerting.oncall.Roster;
import io.phiwatch.launcher.SystemClock;
import io.phiwatch.launcher.command.ExitCode;
import io.phiwatch.launcher.command.IsoTime;
import io.phiwatch.launcher.command.SetupOptions;
import io.phiwatch.schema.OnCallOverride;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts somebody on call instead of whom a rotation says, from now on for every running system; recorded with who said so. */
@Command(name = "override", description = "Puts somebody on call for a while, or withdraws that.")
public final class OnCallOverrideCommand implements Callable<Integer> {
    @Mixin
    private SetupOptions setup = new SetupOptions();

    @Parameters(index = "0", paramLabel = "SCHEDULE")
    private String schedule = "";

    @Option(names = "--user", paramLabel = "NAME", description = "Who is on call; left out, the override is withdrawn.")
    private String user = "";

    @Option(names = "--from", required = true, paramLabel = "TIME", description = "From when (ISO 8601).")
    private String from = "";

    @Option(names = "--until", paramLabel = "TIME", description = "Until when (ISO 8601).")
    private String until = "";

    @Option(names = "--author", required = true, paramLabel = "NAME", description = "Who says so.")
    private String author = "";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Roster roster = setup.config().pages().plan().roster();
        CommandSpec known = Objects.requireNonNull(spec);
        if (roster.schedule(schedule).isEmpty()) {
            throw new ParameterException(known.commandLine(), "there is no schedule " + schedule);
        }
        if (!user.isEmpty() && roster.responder(user).isEmpty()) {
            throw new ParameterException(known.commandLine(), "nobody is called " + user);
        }
        Instant start = IsoTime.of(from, known);
        Instant end = user.isEmpty() ? start : IsoTime.of(until, known);
        if (!user.isEmpty() && !end.isAfter(start)) {
            throw new ParameterException(known.commandLine(), "--until must be after --from");
        }
        new OverridesTopic(setup)
                .write(OnCallOverride.newBuilder()
                        .setOverrideId(schedule + ':' + start)
                        .setSchedule(schedule)
                        .setUser(user)
                        .setFrom(start)
                        .setUntil(end)
                        .setAuthor(author)
                        .setRecordedAt(SystemClock.get().instant().truncatedTo(ChronoUnit.MILLIS))
                        .build());
        known.commandLine()
                .getOut()
                .println(
                        user.isEmpty()
                                ? schedule + ": as the rotations say from " + start
                                : schedule + ": " + user + " from " + start + " to " + end);
        return ExitCode.DONE;
    }
}
