package io.phiwatch.launcher.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.detector.rules.ActiveSet;
import io.phiwatch.detector.rules.RulePush;
import io.phiwatch.detector.rules.RuleSigner;
import io.phiwatch.detector.rules.RulesTrust;
import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.detector.sigma.RuleSetException;
import io.phiwatch.launcher.SystemClock;
import io.phiwatch.launcher.config.Units;
import io.phiwatch.launcher.rules.RuleKeys;
import io.phiwatch.launcher.rules.RulesTopic;
import io.phiwatch.schema.RulesManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private SetupOptions setup = new SetupOptions();

    @Parameters(paramLabel = "DIR|FILE", description = "Rules to put in force.")
    private Path source = Path.of(".");

    @Option(names = "--author", required = true, paramLabel = "A", description = "Who makes the change.")
    private String author = "";

    @Option(names = "--approver", paramLabel = "B", description = "Who approved it: not the author.")
    private @Nullable String approver;

    @Option(names = "--approval", paramLabel = "ID", description = "Id of the approval, such as a change request.")
    private @Nullable String approval;

    @Option(
            names = "--in",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "How much later, by ingest's clock, the rules come into force: every detector has to have"
                    + " loaded them by then (default: ${DEFAULT-VALUE}).")
    private String lead = "10s";

    @Option(names = "--json", description = "One JSON document.")
    private boolean asJson;

    @Spec
    private @Nullable CommandSpec spec;

    private @Nullable RulePush plan;

    @Override
    public Integer call() throws IOException {
        boolean isWhole = Files.isDirectory(source);
        List<RuleFile> files = files(isWhole);
        RuleKeys keys = new RuleKeys(setup.config(), setup.data());
        RulesTrust trust = keys.trust();
        String fault = trust.faultOf(author, approver, approval);
        if (fault != null) {
            throw new ParameterException(spec().commandLine(), fault + " (--approver, --approval)");
        }
        try {
            if (isWhole) {
                RuleSet.of(files);
            }
            RuleSigner signer = keys.signer();
            RulesTopic topic = new RulesTopic(setup.kafkaProperties(), setup.topics(), setup.serdes());
            Optional<RulesManifest> manifest =
                    topic.push(trust, active -> decide(topic, signer, plan(active, files, isWhole)));
            print(Objects.requireNonNull(plan), manifest.orElse(null));
            return ExitCode.DONE;
        } catch (RuleSetException e) {
            e.errors().forEach(error -> spec().commandLine().getErr().println(error));
            spec().commandLine().getErr().flush();
            return ExitCode.FOUND;
        }
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

    private RulePush plan(Optional<ActiveSet> active, List<RuleFile> files, boolean isWhole) {
        RulePush push = isWhole ? RulePush.whole(active, files) : RulePush.one(active, files.getFirst());
        plan = push;
        return push;
    }

    private Optional<RulePush.Publication> decide(RulesTopic topic, RuleSigner signer, RulePush push) {
        if (push.isEmpty()) {
            return Optional.empty();
        }
        Instant now = topic.logTime().orElseGet(() -> SystemClock.get().instant());
        return Optional.of(push.signed(
                signer, new RulePush.Change(author, approver, approval, now, now.plus(Units.duration(lead)))));
    }

    private void print(RulePush push, @Nullable RulesManifest manifest) {
        PrintWriter out = spec().commandLine().getOut();
        if (asJson) {
            out.println(json(push, manifest));
        } else {
            out.print(push.diff());
            RulePush.Summary summary = push.summary();
            list(out, "added", summary.added());
            list(out, "changed", summary.changed());
            list(out, "removed", summary.removed());
            out.printf(
                    Locale.ROOT,
                    "%-10s %d rules%n",
                    "unchanged",
                    summary.unchanged().size());
            out.println(
                    manifest == null
                            ? "nothing to push"
                            : "version " + manifest.getVersion() + " in force from " + manifest.getActivateAt());
        }
        out.flush();
    }

    private static void list(PrintWriter out, String what, List<String> rules) {
        if (!rules.isEmpty()) {
            out.printf(Locale.ROOT, "%-10s %s%n", what, String.join(", ", rules));
        }
    }

    private static ObjectNode json(RulePush push, @Nullable RulesManifest manifest) {
        ObjectNode node = JSON.createObjectNode().put("pushed", manifest != null);
        if (manifest != null) {
            node.put("version", manifest.getVersion())
                    .put("activate_at", manifest.getActivateAt().toString());
        }
        RulePush.Summary summary = push.summary();
        summary.added().forEach(node.putArray("added")::add);
        summary.changed().forEach(node.putArray("changed")::add);
        summary.removed().forEach(node.putArray("removed")::add);
        summary.unchanged().forEach(node.putArray("unchanged")::add);
        return node.put("diff", push.diff());
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
