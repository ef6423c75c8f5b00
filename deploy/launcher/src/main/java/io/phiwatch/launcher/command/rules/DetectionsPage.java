package io.phiwatch.launcher.command.rules;

import io.phiwatch.detector.coverage.Catalogue;
import io.phiwatch.detector.coverage.Catalogue.Covered;
import io.phiwatch.detector.coverage.Sight;
import io.phiwatch.detector.sigma.Rule;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.detector.sigma.RuleSet;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page docs/detections.md. */
final class DetectionsPage {
    private static final String HEAD = """
            # Detections

            Generated from the rule pack: `./phiwatch rules coverage --markdown > docs/detections.md`. A test holds it against \
            the rules. What a rule needs beside events stands with it; what of it a running system lacks, `rules coverage \
            --live` says. Thresholds can be changed without copying a rule: see [rules](rules.md#overrides).
            """;

    private DetectionsPage() {}

    static String of(RuleSet rules) {
        Catalogue catalogue = Catalogue.bundled();
        StringBuilder page = new StringBuilder(HEAD);
        for (Catalogue.Group group : catalogue.groups()) {
            page.append("\n## ").append(group.name()).append("\n\n");
            List<Covered> all = group.detections().stream()
                    .map(detection -> catalogue.covered(detection, rules))
                    .toList();
            page.append("| detection | what | surfaces | controls | playbook | drill |\n|---|---|---|---|---|---|\n");
            all.forEach(covered -> page.append(row(covered)));
            all.forEach(covered -> covered.rules().forEach(rule -> page.append(section(rules, rule))));
        }
        return page.toString();
    }

    private static String row(Covered covered) {
        Catalogue.Detection detection = covered.detection();
        String note = detection.builtIn() != null
                ? ". " + detection.builtIn()
                : covered.rules().isEmpty()
                        ? ". **Missing:** " + Objects.requireNonNullElse(detection.missing(), "no rule")
                        : "";
        return Stream.of(
                        "`" + detection.id() + "`",
                        detection.title() + note,
                        joined(covered.surfaces()),
                        joined(covered.controls()),
                        joined(covered.playbooks()),
                        joined(covered.drills()))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String joined(Collection<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static String section(RuleSet rules, Rule rule) {
        RuleMetadata metadata = rule.metadata();
        StringBuilder text = new StringBuilder("\n### ")
                .append(metadata.name())
                .append("\n\n*")
                .append(metadata.title())
                .append(", ")
                .append(metadata.level())
                .append(".* ")
                .append(metadata.description())
                .append("\n\n");
        text.append("- One incident for each ").append(metadata.entity().kind()).append("\n");
        Set<String> beside = Sight.beside(rules, rule);
        if (!beside.isEmpty()) {
            text.append("- Reads beside events: ")
                    .append(String.join("; ", beside))
                    .append("\n");
        }
        text.append("- Not always an attack: ")
                .append(String.join("; ", metadata.falsePositives()))
                .append("\n");
        return text.toString();
    }
}
