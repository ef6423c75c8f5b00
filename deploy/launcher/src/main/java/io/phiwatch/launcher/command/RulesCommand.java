package io.phiwatch.launcher.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.Rule;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.detector.sigma.RuleSet;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The rule pack. */
@Command(
        name = "rules",
        description = "The rule pack.",
        subcommands = {RulesPushCommand.class, RulesTestCommand.class, RulesBacktestCommand.class})
public final class RulesCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private @Nullable CommandSpec spec;

    @Command(name = "list", description = "The rules that raise alerts.")
    int list(@Option(names = "--json", description = "JSON lines.") boolean asJson) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        List<Rule> rules =
                RuleSet.bundled().rules().stream().filter(Rule::alerts).toList();
        if (!asJson) {
            out.printf(Locale.ROOT, "%-32s %-9s %-12s %s%n", "RULE", "LEVEL", "KIND", "TITLE");
        }
        rules.forEach(rule -> out.println(asJson ? json(rule) : line(rule)));
        out.flush();
        return ExitCode.DONE;
    }

    private static String line(Rule rule) {
        RuleMetadata metadata = rule.metadata();
        return String.format(
                Locale.ROOT, "%-32s %-9s %-12s %s", metadata.name(), metadata.level(), kind(rule), metadata.title());
    }

    private static ObjectNode json(Rule rule) {
        RuleMetadata metadata = rule.metadata();
        ObjectNode node = JSON.createObjectNode()
                .put("id", metadata.id())
                .put("name", metadata.name())
                .put("title", metadata.title())
                .put("level", metadata.level().name())
                .put("kind", kind(rule))
                .put("author", metadata.author())
                .put("license", metadata.license())
                .put("hash", metadata.hash())
                .put("playbook", metadata.playbook())
                .put("entity", metadata.entity().kind());
        metadata.surfaces().stream()
                .sorted()
                .forEach(surface -> node.withArray("surfaces").add(surface.name()));
        metadata.controls().forEach(node.withArray("controls")::add);
        return node;
    }

    private static String kind(Rule rule) {
        return rule instanceof CorrelationRule ? "correlation" : "detection";
    }
}
