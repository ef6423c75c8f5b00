package io.phiwatch.launcher.command.rules;

import io.phiwatch.detector.sigma.Rule;
import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.detector.sigma.yaml.Yaml;
import io.phiwatch.detector.sigma.yaml.YamlException;
import io.phiwatch.detector.sigma.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tests beside rules: which of them want a rule to fire. Immutable. */
final class PackTests {
    private final List<Test> tests;

    private PackTests(List<Test> tests) {
        this.tests = List.copyOf(tests);
    }

    /**
     * A test.
     *
     * @param file where it stands
     * @param rules ids or names of the rules that it wants to fire
     */
    record Test(String file, String name, Set<String> rules) {
        boolean wants(Rule rule) {
            RuleMetadata metadata = rule.metadata();
            return rules.contains(metadata.id()) || rules.contains(metadata.name());
        }

        private boolean isBeside(Rule rule) {
            String ruleFile = rule.metadata().file();
            int dot = ruleFile.lastIndexOf('.');
            return file.equals(ruleFile.substring(0, dot) + ".test" + ruleFile.substring(dot));
        }
    }

    /**
     * The tests of those files.
     *
     * @throws IllegalArgumentException where a file is not YAML
     */
    static PackTests of(List<RuleFile> files) {
        return new PackTests(files.stream().flatMap(PackTests::read).toList());
    }

    private static Stream<Test> read(RuleFile file) {
        List<Test> tests = new ArrayList<>();
        try {
            for (Yaml document : YamlReader.read(file.text())) {
                for (Yaml test : items(document, "tests")) {
                    Set<String> rules = items(test, "expect").stream()
                            .flatMap(expected -> text(expected, "rule").stream())
                            .collect(Collectors.toUnmodifiableSet());
                    tests.add(new Test(
                            file.name(), text(test, "name").stream().findFirst().orElse(""), rules));
                }
            }
        } catch (YamlException e) {
            throw new IllegalArgumentException(file.name() + ':' + e.line() + ": " + e.getMessage(), e);
        }
        return tests.stream();
    }

    private static List<Yaml> items(Yaml node, String key) {
        return value(node, key) instanceof Yaml.Sequence list ? list.items() : List.of();
    }

    private static List<String> text(Yaml node, String key) {
        return value(node, key) instanceof Yaml.Scalar scalar ? List.of(scalar.text()) : List.of();
    }

    private static @Nullable Yaml value(Yaml node, String key) {
        return node instanceof Yaml.Mapping map ? map.value(key) : null;
    }

    /** Tests that want the rule to fire, wherever they stand. */
    List<Test> positive(Rule rule) {
        return tests.stream().filter(test -> test.wants(rule)).toList();
    }

    /** Tests beside the rule that want it to keep quiet. */
    List<Test> negative(Rule rule) {
        return tests.stream()
                .filter(test -> test.isBeside(rule) && !test.wants(rule))
                .toList();
    }
}
