package io.phiwatch.launcher.command.rules;

import io.phiwatch.detector.sigma.Rule;
import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.detector.sigma.RuleTests;
import java.util.ArrayList;
import java.util.List;

/** The tests beside rules: which of them want a rule to fire. Immutable. */
final class PackTests {
    private final List<RuleTests> files;

    private PackTests(List<RuleTests> files) {
        this.files = List.copyOf(files);
    }

    /**
     * The tests of those files.
     *
     * @throws IllegalArgumentException where a file of tests has a fault
     */
    static PackTests of(List<RuleFile> files) {
        List<RuleTests> parsed = new ArrayList<>();
        for (RuleFile file : files) {
            RuleTests tests = RuleTests.parse(file);
            tests.errors().stream().findFirst().ifPresent(fault -> {
                throw new IllegalArgumentException(fault.toString());
            });
            parsed.add(tests);
        }
        return new PackTests(parsed);
    }

    /** Names of the tests that want the rule to fire, wherever they stand. */
    List<String> positive(Rule rule) {
        return files.stream()
                .flatMap(file -> file.tests().stream())
                .filter(test -> wants(test, rule.metadata()))
                .map(RuleTests.Test::name)
                .toList();
    }

    /** Names of the tests beside the rule that want it to keep quiet. */
    List<String> negative(Rule rule) {
        return files.stream()
                .filter(file ->
                        file.ruleFile().filter(rule.metadata().file()::equals).isPresent())
                .flatMap(file -> file.tests().stream())
                .filter(test -> !wants(test, rule.metadata()))
                .map(RuleTests.Test::name)
                .toList();
    }

    private static boolean wants(RuleTests.Test test, RuleMetadata rule) {
        return test.expect().stream()
                .map(RuleTests.Expected::rule)
                .anyMatch(name -> name.equals(rule.id()) || name.equals(rule.name()));
    }
}
