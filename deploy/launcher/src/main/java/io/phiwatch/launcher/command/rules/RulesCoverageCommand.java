package io.phiwatch.launcher.command.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.detector.sigma.Rule;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.launcher.command.ExitCode;
import io.phiwatch.schema.Surface;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the rules cover: surfaces, controls, tests; and what is missing. */
@Command(
        name = "coverage",
        description = "Shows which surfaces and controls each rule covers, its tests, and what it lacks.")
public final class RulesCoverageCommand implements Callable<Integer> {
    private static final List<Surface> SURFACES = List.of(Surface.values());

    @Option(names = "--rules", paramLabel = "DIR|FILE", description = "Other rules than those that phiwatch ships.")
    private @Nullable Path path;

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    /**
     * A rule that raises alerts.
     *
     * @param missing what it lacks: controls, playbook, tests
     */
    private record Covered(Rule rule, int positive, int negative, List<String> missing) {
        static Covered of(Rule rule, PackTests tests) {
            RuleMetadata metadata = rule.metadata();
            int positive = tests.positive(rule).size();
            int negative = tests.negative(rule).size();
            List<String> missing = new ArrayList<>();
            if (metadata.controls().isEmpty()) {
                missing.add("controls");
            }
            if (metadata.playbook() == null) {
                missing.add("playbook");
            }
            if (positive == 0) {
                missing.add("positive test");
            }
            if (negative == 0) {
                missing.add("negative test");
            }
            return new Covered(rule, positive, negative, missing);
        }
    }

    @Override
    public Integer call() {
        RulePack pack = RulePack.load(path);
        pack.printFaults(Objects.requireNonNull(spec).commandLine().getErr());
        PackTests tests = PackTests.of(pack.folder().tests());
        List<Covered> covered =
                pack.shown(false).stream().map(rule -> Covered.of(rule, tests)).toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(covered));
        } else {
            ruleTable(covered).print(out);
            out.println();
            controlTable(covered).print(out);
        }
        out.flush();
        return pack.faults().isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private static TextTable ruleTable(List<Covered> covered) {
        List<String> heads = new ArrayList<>(List.of("rule", "level"));
        SURFACES.forEach(surface -> heads.add(surface.name()));
        heads.addAll(List.of("controls", "playbook", "entity", "fires", "quiet", "missing"));
        TextTable table = new TextTable(heads);
        for (Covered each : covered) {
            RuleMetadata metadata = each.rule.metadata();
            List<String> row =
                    new ArrayList<>(List.of(metadata.name(), metadata.level().name()));
            SURFACES.forEach(surface -> row.add(metadata.surfaces().contains(surface) ? "x" : ""));
            row.add(String.join(", ", metadata.controls()));
            row.add(metadata.playbook() == null ? "" : metadata.playbook());
            row.add(metadata.entity().kind());
            row.add(Integer.toString(each.positive));
            row.add(Integer.toString(each.negative));
            row.add(String.join(", ", each.missing));
            table.add(row);
        }
        return table;
    }

    /** For each control, the number of rules on each surface. */
    private static TextTable controlTable(List<Covered> covered) {
        TextTable table = new TextTable(
                Stream.concat(Stream.of("control"), SURFACES.stream().map(Surface::name))
                        .toList());
        byControl(covered).forEach((control, rules) -> {
            List<String> row = new ArrayList<>(List.of(control));
            for (Surface surface : SURFACES) {
                row.add(Long.toString(rules.stream()
                        .filter(rule -> rule.metadata().surfaces().contains(surface))
                        .count()));
            }
            table.add(row);
        });
        return table;
    }

    private static Map<String, List<Rule>> byControl(List<Covered> covered) {
        Map<String, List<Rule>> rules = new TreeMap<>();
        for (Covered each : covered) {
            each.rule
                    .metadata()
                    .controls()
                    .forEach(control -> rules.computeIfAbsent(control, key -> new ArrayList<>())
                            .add(each.rule));
        }
        return rules;
    }

    private static ObjectNode json(List<Covered> covered) {
        ObjectNode document = RuleJson.object();
        ArrayNode rules = document.putArray("rules");
        for (Covered each : covered) {
            ObjectNode node = RuleJson.of(each.rule);
            node.putObject("tests").put("positive", each.positive).put("negative", each.negative);
            node.set("missing", RuleJson.texts(each.missing));
            rules.add(node);
        }
        ObjectNode controls = document.putObject("controls");
        byControl(covered)
                .forEach((control, those) -> controls.set(
                        control,
                        RuleJson.texts(those.stream()
                                .map(rule -> rule.metadata().name())
                                .toList())));
        return document;
    }
}
