package io.phiwatch.launcher.command.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.detector.coverage.Catalogue;
import io.phiwatch.detector.coverage.Catalogue.Covered;
import io.phiwatch.detector.sigma.Rule;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.schema.Surface;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Detections and rules by surface, control, playbook, drill and tests, and what is missing. */
final class Coverage {
    private static final List<Surface> SURFACES = List.of(Surface.values());

    private final Catalogue catalogue = Catalogue.bundled();
    private final RulePack pack;
    private final List<Tested> tested;

    Coverage(RulePack pack) {
        this.pack = pack;
        PackTests tests = PackTests.of(pack.folder().tests());
        this.tested =
                pack.shown(false).stream().map(rule -> Tested.of(rule, tests)).toList();
    }

    /**
     * A rule that raises alerts.
     *
     * @param missing what it lacks: controls, playbook, tests
     */
    private record Tested(Rule rule, int positive, int negative, List<String> missing) {
        static Tested of(Rule rule, PackTests tests) {
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
            return new Tested(rule, positive, negative, missing);
        }
    }

    /** As tables: detections, rules, controls. */
    void print(PrintWriter out) {
        detectionTable().print(out);
        out.println();
        ruleTable().print(out);
        out.println();
        controlTable().print(out);
    }

    /** By detection: for each surface the controls that rules evidence there. */
    private TextTable detectionTable() {
        TextTable table = new TextTable(Stream.of(
                        Stream.of("detection"),
                        SURFACES.stream().map(Surface::name),
                        Stream.of("playbook", "drill", "rules", "missing"))
                .flatMap(names -> names)
                .toList());
        catalogue.detections().forEach(detection -> {
            Covered covered = catalogue.covered(detection, pack.rules());
            List<String> row = new ArrayList<>(List.of(detection.id()));
            SURFACES.forEach(surface -> row.add(controls(covered, surface)));
            row.add(String.join(", ", covered.playbooks()));
            row.add(String.join(", ", covered.drills()));
            row.add(names(covered.rules()).collect(Collectors.joining(", ")));
            row.add(missing(covered));
            table.add(row);
        });
        return table;
    }

    private static String controls(Covered covered, Surface surface) {
        Stream<String> controls = covered.rules().isEmpty()
                ? covered.controls().stream()
                        .filter(control -> covered.surfaces().contains(surface))
                : covered.rules().stream()
                        .filter(rule -> rule.metadata().surfaces().contains(surface))
                        .flatMap(rule -> rule.metadata().controls().stream());
        return controls.distinct().sorted().collect(Collectors.joining(", "));
    }

    private static String missing(Covered covered) {
        boolean isCaught = !covered.rules().isEmpty() || covered.detection().builtIn() != null;
        return isCaught ? "" : Objects.requireNonNullElse(covered.detection().missing(), "no rule");
    }

    private static Stream<String> names(Collection<Rule> rules) {
        return rules.stream().map(rule -> rule.metadata().name());
    }

    private TextTable ruleTable() {
        List<String> heads = new ArrayList<>(List.of("rule", "level"));
        SURFACES.forEach(surface -> heads.add(surface.name()));
        heads.addAll(List.of("controls", "playbook", "entity", "fires", "quiet", "missing"));
        TextTable table = new TextTable(heads);
        for (Tested each : tested) {
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
    private TextTable controlTable() {
        TextTable table = new TextTable(
                Stream.concat(Stream.of("control"), SURFACES.stream().map(Surface::name))
                        .toList());
        byControl().forEach((control, rules) -> {
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

    private Map<String, List<Rule>> byControl() {
        Map<String, List<Rule>> rules = new TreeMap<>();
        for (Tested each : tested) {
            each.rule
                    .metadata()
                    .controls()
                    .forEach(control -> rules.computeIfAbsent(control, key -> new ArrayList<>())
                            .add(each.rule));
        }
        return rules;
    }

    /** The same as one document. */
    ObjectNode json() {
        ObjectNode document = RuleJson.object();
        ArrayNode detections = document.putArray("detections");
        catalogue
                .groups()
                .forEach(group -> group.detections().forEach(detection -> {
                    Covered covered = catalogue.covered(detection, pack.rules());
                    ObjectNode node = RuleJson.object()
                            .put("id", detection.id())
                            .put("title", detection.title())
                            .put("group", group.name());
                    node.set("rules", RuleJson.texts(names(covered.rules()).toList()));
                    node.set("surfaces", RuleJson.texts(covered.surfaces()));
                    node.set("controls", RuleJson.texts(covered.controls()));
                    node.set("playbooks", RuleJson.texts(covered.playbooks()));
                    node.set("drills", RuleJson.texts(covered.drills()));
                    detections.add(node.put("built_in", detection.builtIn())
                            .put("missing", missing(covered).isEmpty() ? null : missing(covered)));
                }));
        ArrayNode rules = document.putArray("rules");
        for (Tested each : tested) {
            ObjectNode node = RuleJson.of(each.rule);
            node.putObject("tests").put("positive", each.positive).put("negative", each.negative);
            node.set("missing", RuleJson.texts(each.missing));
            rules.add(node);
        }
        ObjectNode controls = document.putObject("controls");
        byControl()
                .forEach((control, those) ->
                        controls.set(control, RuleJson.texts(names(those).toList())));
        return document;
    }
}
