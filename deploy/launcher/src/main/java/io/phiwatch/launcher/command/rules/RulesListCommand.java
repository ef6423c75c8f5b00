package io.phiwatch.launcher.command.rules;

import io.phiwatch.detector.sigma.Rule;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.launcher.command.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists rules. */
@Command(name = "list", description = "Lists the rules that raise alerts.")
public final class RulesListCommand implements Callable<Integer> {
    private static final String LINE = "%-36s %-13s %-12s %s";

    @Option(names = "--rules", paramLabel = "DIR|FILE", description = "Other rules than those that phiwatch ships.")
    private @Nullable Path path;

    @Option(names = "--all", description = "Also rules that only feed a correlation.")
    private boolean all;

    @Option(names = "--json", description = "JSON lines.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        RulePack pack = RulePack.load(path);
        pack.printFaults(spec.commandLine().getErr());
        if (!json) {
            out.println(String.format(Locale.ROOT, LINE, "RULE", "LEVEL", "KIND", "TITLE"));
        }
        pack.shown(all).forEach(rule -> out.println(json ? RuleJson.of(rule) : line(rule)));
        out.flush();
        return pack.faults().isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private static String line(Rule rule) {
        RuleMetadata metadata = rule.metadata();
        String title = rule.alerts() ? metadata.title() : metadata.title() + " (feeds a correlation)";
        return String.format(Locale.ROOT, LINE, metadata.name(), metadata.level(), RuleJson.kind(rule), title);
    }
}
