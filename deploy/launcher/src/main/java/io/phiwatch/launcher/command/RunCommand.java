package io.phiwatch.launcher.command;

import io.phiwatch.drills.play.SimulatedClock;
import io.phiwatch.launcher.Node;
import io.phiwatch.launcher.Role;
import io.phiwatch.launcher.SystemClock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs roles until it is told to stop. */
@Command(name = "run", description = "Runs roles until SIGTERM; `all` without a configured broker embeds one.")
public final class RunCommand implements Callable<Integer> {
    @Mixin
    private SetupOptions setup = new SetupOptions();

    @Parameters(paramLabel = "ROLE", arity = "1..*", description = "ingest, detector, alerting or all.")
    private List<String> roles = List.of();

    @Option(
            names = "--clock",
            paramLabel = "START,SPEED",
            description =
                    "Gives ingest a simulated clock that starts at START (ISO 8601) and runs SPEED times as fast.")
    private @Nullable String clock;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            awaitQuietly(stopped);
        }));
        try (Node node = Node.start(setup.config(), setup.data(), parsedRoles(), ingestClock())) {
            node.watchSources(setup::config);
            node.announce(spec().commandLine().getOut());
            stop.await();
        } finally {
            stopped.countDown();
        }
        return ExitCode.DONE;
    }

    private Set<Role> parsedRoles() {
        if (roles.contains("all")) {
            return Role.all();
        }
        try {
            Set<Role> parsed = EnumSet.noneOf(Role.class);
            roles.forEach(role -> parsed.add(Role.valueOf(role)));
            return parsed;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec().commandLine(), "roles are " + Role.all() + " and all, not " + roles);
        }
    }

    private InstantSource ingestClock() {
        if (clock == null) {
            return SystemClock.get();
        }
        String[] parts = clock.split(",", -1);
        try {
            SimulatedClock simulated = new SimulatedClock(Instant.parse(parts[0]), SystemClock.get());
            simulated.run(Double.parseDouble(parts[1]));
            return simulated;
        } catch (DateTimeException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new ParameterException(
                    spec().commandLine(), "--clock takes a time and a speed, such as 2026-11-23T08:00:00Z,60");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
