package io.phiwatch.launcher.command.drill;

import io.phiwatch.drills.StagingData;
import io.phiwatch.launcher.SystemClock;
import io.phiwatch.launcher.command.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes invented patients and their orders, so that a staging shop needs no real ones. */
@Command(name = "export", description = "Writes invented patients and orders (CSV and JSON lines) for staging shops.")
public final class DrillExportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Folder; made where it is missing.")
    private Path folder = Path.of(".");

    @Option(names = "--patients", description = "How many (default: ${DEFAULT-VALUE}).", defaultValue = "400")
    private int patients = 400;

    @Option(names = "--orders", description = "How many (default: ${DEFAULT-VALUE}).", defaultValue = "1000")
    private int orders = 1_000;

    @Option(names = "--seed", description = "What is drawn (default: ${DEFAULT-VALUE}).", defaultValue = "1")
    private long seed = 1;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (patients < 1 || orders < 0) {
            throw new IllegalArgumentException("--patients must be >= 1 and --orders >= 0");
        }
        StagingData data = new StagingData(seed, patients);
        Files.createDirectories(folder);
        Files.write(folder.resolve("patients.csv"), data.patientsCsv());
        Files.write(
                folder.resolve("orders.jsonl"),
                data.orders(orders, SystemClock.get().instant()));
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println(patients + " patients and " + orders + " orders in " + folder);
        out.flush();
        return ExitCode.DONE;
    }
}
