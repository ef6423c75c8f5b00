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
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Who changes rules and from when on: the same options for all commands that do, and the way the change goes. */
public final class PushOptions {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private SetupOptions setup = new SetupOptions();

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

    private @Nullable RulePush plan;

    /**
     * Plans a change on the set in force, signs and publishes it, and says what it changes.
     *
     * @param whole files that must be without fault by themselves: told before a broker is asked
     * @param planner the change of the set in force, empty where that is the pack of the jar; may throw RuleSetException
     * @return the exit code of the command
     */
    int push(CommandLine command, List<RuleFile> whole, Function<Optional<ActiveSet>, RulePush> planner) {
        RuleKeys keys = new RuleKeys(setup.config(), setup.data());
        RulesTrust trust = keys.trust();
        String fault = trust.faultOf(author, approver, approval);
        if (fault != null) {
            throw new ParameterException(command, fault + " (--approver, --approval)");
        }
        try {
            RuleSet.of(whole);
            RuleSigner signer = keys.signer();
            RulesTopic topic = new RulesTopic(setup.kafkaProperties(), setup.topics(), setup.serdes());
            Optional<RulesManifest> manifest =
                    topic.push(trust, active -> decide(topic, signer, planner.apply(active)));
            print(command.getOut(), Objects.requireNonNull(plan), manifest.orElse(null));
            return ExitCode.DONE;
        } catch (RuleSetException e) {
            e.errors().forEach(error -> command.getErr().println(error));
            command.getErr().flush();
            return ExitCode.FOUND;
        }
    }

    private Optional<RulePush.Publication> decide(RulesTopic topic, RuleSigner signer, RulePush push) {
        plan = push;
        if (push.isEmpty()) {
            return Optional.empty();
        }
        Instant now = topic.logTime().orElseGet(() -> SystemClock.get().instant());
        return Optional.of(push.signed(
                signer, new RulePush.Change(author, approver, approval, now, now.plus(Units.duration(lead)))));
    }

    private void print(PrintWriter out, RulePush push, @Nullable RulesManifest manifest) {
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
}
