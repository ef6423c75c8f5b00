package io.phiwatch.launcher.command;

import io.phiwatch.detector.rules.RulePush;
import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts rules in force on running detectors. */
@Command(
        name = "push",
        description =
                "Checks rules, shows what changes, signs and publishes them. A folder replaces the whole set, a file"
                        + " is added to it or replaces the one that holds its rules.")
public final class RulesPushCommand implements Callable<Integer> {
    @Mixin
    private PushOptions push = new PushOptions();

    @Parameters(paramLabel = "DIR|FILE", description = "Rules to put in force.")
    private Path source = Path.of(".");

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        boolean isWhole = Files.isDirectory(source);
        List<RuleFile> files = files(isWhole);
        return push.push(
                spec().commandLine(),
                isWhole ? files : List.of(),
                active -> isWhole ? RulePush.whole(active, files) : RulePush.one(active, files.getFirst()));
    }

    private List<RuleFile> files(boolean isWhole) throws IOException {
        if (!isWhole && !Files.isReadable(source)) {
            throw new ParameterException(spec().commandLine(), source + " cannot be read");
        }
        List<RuleFile> files = isWhole
                ? RuleSet.read(source)
                : List.of(new RuleFile(String.valueOf(source.getFileName()), Files.readString(source)));
        if (files.isEmpty()) {
            throw new ParameterException(
                    spec().commandLine(), source + " holds no rule file: it would take all rules out of force");
        }
        return files;
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
