package io.phiwatch.launcher.command.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.detector.sigma.RuleError;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compiles rules, and says what is wrong with those that it rejects. */
@Command(
        name = "check",
        description = "Compiles rules; prints file, line, path and reason of each fault. Exits 1 where there is one.")
public final class RulesCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR|FILE", description = "Rules: a folder with those below it, or one file.")
    private Path path = Path.of(".");

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        RulePack pack = RulePack.load(path);
        if (pack.folder().rules().isEmpty()) {
            throw new IllegalArgumentException(path + " holds no rules");
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(json(pack));
        } else {
            pack.printFaults(out);
            out.println(summary(pack));
        }
        out.flush();
        return pack.faults().isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private static String summary(RulePack pack) {
        return String.format(
                Locale.ROOT,
                "%d files: %d rules compile, %d faults in %d files",
                pack.folder().rules().size(),
                pack.rules().rules().size(),
                pack.faults().size(),
                rejectedFiles(pack));
    }

    private static long rejectedFiles(RulePack pack) {
        return pack.faults().stream().map(RuleError::file).distinct().count();
    }

    private static ObjectNode json(RulePack pack) {
        ObjectNode document = RuleJson.object()
                .put("files", pack.folder().rules().size())
                .put("rules", pack.rules().rules().size())
                .put("rejected_files", rejectedFiles(pack));
        ArrayNode faults = document.putArray("faults");
        pack.faults().forEach(fault -> faults.add(RuleJson.of(fault)));
        return document;
    }
}
