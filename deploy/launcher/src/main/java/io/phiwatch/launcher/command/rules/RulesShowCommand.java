package io.phiwatch.launcher.command.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.Rule;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.launcher.command.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows all that there is to know about a rule. */
@Command(name = "show", description = "Shows a rule: what it says of itself, its tests, its source.")
public final class RulesShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID|NAME", description = "Id or name of the rule.")
    private String wanted = "";

    @Option(names = "--rules", paramLabel = "DIR|FILE", description = "Other rules than those that phiwatch ships.")
    private @Nullable Path path;

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    /** A rule with what others say of it. */
    private record Shown(Rule rule, List<String> over, List<String> correlatedBy, PackTests tests, String source) {}

    @Override
    public Integer call() {
        RulePack pack = RulePack.load(path);
        Rule rule = pack.rules()
                .byId(wanted)
                .orElseThrow(
                        () -> new IllegalArgumentException("no rule is called " + wanted + ": see rules list --all"));
        Shown shown = new Shown(
                rule,
                rule instanceof CorrelationRule correlation ? names(pack, correlation.rules()) : List.of(),
                correlatedBy(pack, rule),
                PackTests.of(pack.folder().tests()),
                RuleSource.of(rule, pack.folder().rules()));
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(json(shown));
        } else {
            print(shown, out);
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static List<String> names(RulePack pack, List<String> ids) {
        return ids.stream()
                .flatMap(id -> pack.rules().byId(id).stream())
                .map(rule -> rule.metadata().name())
                .toList();
    }

    private static List<String> correlatedBy(RulePack pack, Rule rule) {
        return pack.rules().correlations().stream()
                .filter(correlation ->
                        correlation.rules().contains(rule.metadata().id()))
                .map(correlation -> correlation.metadata().name())
                .toList();
    }

    private static ObjectNode json(Shown shown) {
        RuleMetadata metadata = shown.rule.metadata();
        ObjectNode node =
                RuleJson.of(shown.rule).put("file", metadata.file()).put("description", metadata.description());
        node.set("tags", RuleJson.texts(metadata.tags()));
        node.set("references", RuleJson.texts(metadata.references()));
        node.set("falsepositives", RuleJson.texts(metadata.falsePositives()));
        node.set("entity_fields", RuleJson.texts(metadata.entity().fields()));
        node.set("rules", RuleJson.texts(shown.over));
        node.set("correlated_by", RuleJson.texts(shown.correlatedBy));
        ObjectNode tests = node.putObject("tests");
        tests.set("positive", RuleJson.texts(shown.tests.positive(shown.rule)));
        tests.set("negative", RuleJson.texts(shown.tests.negative(shown.rule)));
        return node.put("source", shown.source);
    }

    private static void print(Shown shown, PrintWriter out) {
        Rule rule = shown.rule;
        RuleMetadata metadata = rule.metadata();
        out.println(metadata.title());
        line(out, "name", metadata.name());
        line(out, "id", metadata.id());
        line(out, "kind", RuleJson.kind(rule) + (rule.alerts() ? "" : ", raises no alert itself"));
        line(out, "level", metadata.level().name());
        line(out, "file", metadata.file());
        line(out, "hash", metadata.hash());
        line(out, "author", metadata.author());
        line(out, "license", metadata.license());
        line(out, "surfaces", joined(metadata.surfaces().stream().sorted().map(Enum::name)));
        line(out, "controls", joined(metadata.controls().stream()));
        line(out, "playbook", metadata.playbook());
        line(out, "entity", metadata.entity().kind() + ": " + joined(metadata.entity().fields().stream()));
        line(out, "tags", joined(metadata.tags().stream()));
        line(out, "over", joined(shown.over.stream()));
        line(out, "correlated by", joined(shown.correlatedBy.stream()));
        shown.tests.positive(rule).forEach(test -> line(out, "fires", test));
        shown.tests.negative(rule).forEach(test -> line(out, "keeps quiet", test));
        out.println();
        out.print(shown.source);
    }

    private static String joined(Stream<String> texts) {
        return String.join(", ", texts.toList());
    }

    private static void line(PrintWriter out, String what, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            out.println(String.format(Locale.ROOT, "  %-14s %s", what, text));
        }
    }
}
