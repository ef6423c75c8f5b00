package io.phiwatch.launcher.command.rules;

import io.phiwatch.detector.sigma.Rule;
import io.phiwatch.detector.sigma.RuleError;
import io.phiwatch.detector.sigma.RuleFolder;
import io.phiwatch.detector.sigma.RuleParser;
import io.phiwatch.detector.sigma.RuleSet;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules as a command finds them: those without fault, and what is wrong with the others.
 *
 * @param folder the files
 * @param rules the rules without fault
 * @param faults why the others were rejected; files are named so that they can be opened
 */
record RulePack(RuleFolder folder, RuleSet rules, List<RuleError> faults) {
    RulePack {
        faults = List.copyOf(faults);
    }

    /**
     * The rules of a folder or file; those that phiwatch ships where it is null.
     *
     * @throws IllegalArgumentException where it is not there
     */
    static RulePack load(@Nullable Path path) {
        if (path == null) {
            return of(RuleFolder.bundled(), null);
        }
        if (!Files.isReadable(path)) {
            throw new IllegalArgumentException(path + " cannot be read");
        }
        return of(RuleFolder.read(path), Files.isDirectory(path) ? path : path.getParent());
    }

    private static RulePack of(RuleFolder folder, @Nullable Path home) {
        RuleParser.Result result = RuleParser.parse(folder.rules());
        List<RuleError> faults = result.errors().stream()
                .map(fault -> new RuleError(
                        home == null ? fault.file() : home.resolve(fault.file()).toString(),
                        fault.line(),
                        fault.path(),
                        fault.reason()))
                .toList();
        return new RulePack(folder, RuleSet.faultless(result), faults);
    }

    /** Says what was rejected, one line each: file, line, path, reason. */
    void printFaults(PrintWriter to) {
        faults.forEach(to::println);
        to.flush();
    }

    /** Rules that raise alerts, or all of them. */
    List<Rule> shown(boolean all) {
        return rules.rules().stream().filter(rule -> all || rule.alerts()).toList();
    }
}
