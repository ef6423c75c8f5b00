package io.phiwatch.launcher.command.rules;

import io.phiwatch.launcher.command.ExitCode;
import io.phiwatch.launcher.command.SetupOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the rules cover; on a running system, what they can see. */
@Command(
        name = "coverage",
        description =
                "Shows which surfaces and controls each detection covers, its playbook, drill and rules, and what is"
                        + " missing; with --live, which rules of a running system can fire, and what the others need.")
public final class RulesCoverageCommand implements Callable<Integer> {
    @Mixin
    private SetupOptions setup = new SetupOptions();

    @Option(names = "--rules", paramLabel = "DIR|FILE", description = "Other rules than those that phiwatch ships.")
    private @Nullable Path path;

    @ArgGroup
    private @Nullable Format format;

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    /** What is shown instead of the matrix. */
    private static final class Format {
        @Option(
                names = "--live",
                description = "Of the system that --config and --data name: rule by source, what can fire, and what the"
                        + " blind rules need.")
        private boolean live;

        @Option(names = "--markdown", description = "The page docs/detections.md.")
        private boolean markdown;
    }

    @Override
    public Integer call() {
        RulePack pack = RulePack.load(path);
        pack.printFaults(Objects.requireNonNull(spec).commandLine().getErr());
        PrintWriter out = spec.commandLine().getOut();
        if (format != null && format.live) {
            LiveCoverage live = LiveCoverage.of(setup, path == null ? null : pack.rules());
            if (json) {
                out.println(live.json());
            } else {
                live.print(out);
            }
        } else if (format != null && format.markdown) {
            out.print(DetectionsPage.of(pack.rules()));
        } else {
            print(new Coverage(pack), out);
        }
        out.flush();
        return pack.faults().isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private void print(Coverage coverage, PrintWriter out) {
        if (json) {
            out.println(coverage.json());
        } else {
            coverage.print(out);
        }
    }
}
