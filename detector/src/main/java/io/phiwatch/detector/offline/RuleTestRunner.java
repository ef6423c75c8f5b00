package io.phiwatch.detector.offline;

import io.phiwatch.detector.offline.RuleTestReport.FileResult;
import io.phiwatch.detector.offline.RuleTestReport.Firing;
import io.phiwatch.detector.offline.RuleTestReport.TestResult;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.Rule;
import io.phiwatch.detector.sigma.RuleError;
import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleFolder;
import io.phiwatch.detector.sigma.RuleParser;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.detector.sigma.RuleTests;
import io.phiwatch.schema.Alert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Runs the tests beside rules on the real topology. A test sees the rules of its own file, and those of other files that
 * they refer to; only what the rules of its own file alert is compared.
 */
public final class RuleTestRunner {
    private final RuleSet rules;
    private final Set<String> ruleFiles;
    private final List<RuleError> errors = new ArrayList<>();

    private RuleTestRunner(List<RuleFile> files) {
        RuleParser.Result parsed = RuleParser.parse(files);
        this.rules = RuleSet.faultless(parsed);
        this.ruleFiles = files.stream().map(RuleFile::name).collect(Collectors.toSet());
        this.errors.addAll(parsed.errors());
    }

    /**
     * Runs the tests in a folder and those below it, or those beside one rule file; that file then stands alone.
     *
     * @param path the folder, the rule file, or its test file
     */
    public static RuleTestReport run(Path path) {
        String name = String.valueOf(path.getFileName());
        Path rules =
                Files.isDirectory(path) ? path : path.resolveSibling(name.replaceFirst("\\.test(\\.ya?ml)$", "$1"));
        RuleFolder folder = RuleFolder.read(rules);
        return run(folder.rules(), folder.tests());
    }

    /**
     * Runs tests.
     *
     * @param rules files of rules; they may refer to each other
     * @param tests files of tests, {@code NAME.test.yml} for the rules in {@code NAME.yml}
     */
    public static RuleTestReport run(List<RuleFile> rules, List<RuleFile> tests) {
        RuleTestRunner runner = new RuleTestRunner(rules);
        Set<String> tested = new HashSet<>();
        List<FileResult> results = new ArrayList<>();
        for (RuleFile file : tests) {
            RuleTests parsed = RuleTests.parse(file);
            runner.errors.addAll(parsed.errors());
            Optional<String> ruleFile = parsed.ruleFile().filter(runner.ruleFiles::contains);
            if (ruleFile.isEmpty()) {
                runner.errors.add(new RuleError(file.name(), 1, "", "no rule file of that name is beside it"));
            } else {
                tested.add(ruleFile.get());
                results.add(runner.run(parsed, ruleFile.get()));
            }
        }
        List<String> untested = runner.rules.rules().stream()
                .filter(rule ->
                        rule.alerts() && !tested.contains(rule.metadata().file()))
                .map(rule -> rule.metadata().name())
                .sorted()
                .toList();
        return new RuleTestReport(results, runner.errors, untested);
    }

    private FileResult run(RuleTests tests, String ruleFile) {
        if (errors.stream().anyMatch(error -> error.file().equals(ruleFile))) {
            // What is left of a file with a fault would pass or fail for the wrong reason.
            return new FileResult(tests.file(), List.of());
        }
        RuleSet own = withReferred(rule -> rule.metadata().file().equals(ruleFile));
        RuleTestPlay play = new RuleTestPlay(own, tests.maxDelay());
        List<TestResult> results = new ArrayList<>();
        for (RuleTests.Test test : tests.tests()) {
            try {
                results.add(run(play, own, ruleFile, test));
            } catch (RuleTestPlay.FaultyEvent e) {
                errors.add(new RuleError(tests.file(), e.line(), test.name(), String.valueOf(e.getMessage())));
            }
        }
        return new FileResult(tests.file(), results);
    }

    private RuleSet withReferred(Predicate<Rule> wanted) {
        Set<String> ids = new LinkedHashSet<>();
        Deque<Rule> open = rules.rules().stream().filter(wanted).collect(Collectors.toCollection(ArrayDeque::new));
        while (!open.isEmpty()) {
            Rule rule = open.pop();
            if (ids.add(rule.metadata().id()) && rule instanceof CorrelationRule correlation) {
                correlation.rules().forEach(id -> rules.byId(id).ifPresent(open::add));
            }
        }
        List<Rule> kept = rules.rules().stream()
                .filter(rule -> ids.contains(rule.metadata().id()))
                .toList();
        return RuleSet.faultless(new RuleParser.Result(kept, List.of()));
    }

    private static TestResult run(RuleTestPlay play, RuleSet own, String ruleFile, RuleTests.Test test)
            throws RuleTestPlay.FaultyEvent {
        long begun = System.nanoTime();
        RuleTestPlay.Outcome outcome = play.play(test);
        List<Alert> alerts = outcome.alerts().values().stream()
                .filter(alert -> own.byId(alert.getRuleId())
                        .filter(rule -> rule.metadata().file().equals(ruleFile))
                        .isPresent())
                .toList();
        List<Firing> fired =
                alerts.stream().map(alert -> firing(alert, test.start())).toList();
        List<String> differences = new Comparison(play, own, test).differences(alerts, fired, outcome);
        return new TestResult(
                test.name(), test.line(), Duration.ofNanos(System.nanoTime() - begun), fired, differences);
    }

    private static Firing firing(Alert alert, Instant start) {
        Instant firedAt = alert.getFiredAt();
        // An alert over a single event has but one.
        Instant at = firedAt == null ? alert.getFirstEventTime() : firedAt;
        return new Firing(
                alert.getRuleName(),
                alert.getRuleId(),
                alert.getGroup(),
                at,
                Duration.between(start, at),
                alert.getExplanation());
    }

    /** What one test expects against what fired. */
    private record Comparison(RuleTestPlay play, RuleSet own, RuleTests.Test test) {
        List<String> differences(List<Alert> alerts, List<Firing> fired, RuleTestPlay.Outcome outcome) {
            List<String> differences = new ArrayList<>();
            Set<Firing> expected = new HashSet<>();
            for (RuleTests.Expected expectation : test.expect()) {
                List<Firing> matching = new ArrayList<>();
                for (int i = 0; i < alerts.size(); i++) {
                    if (isOf(expectation, fired.get(i)) && play.isAbout(alerts.get(i), expectation.group())) {
                        matching.add(fired.get(i));
                    }
                }
                expected.addAll(matching);
                difference(expectation, matching).ifPresent(differences::add);
            }
            fired.stream()
                    .filter(firing -> !expected.contains(firing))
                    .forEach(firing -> differences.add("not expected, fired: " + text(firing)));
            outcome.thrown().forEach((rule, failure) -> differences.add(rule + " threw " + failure));
            if (!differences.isEmpty() && outcome.late() > 0) {
                differences.add("note: " + outcome.late() + " events came too late to count; see max_delay");
            }
            return differences;
        }

        private static boolean isOf(RuleTests.Expected expectation, Firing firing) {
            return expectation.rule().equals(firing.rule())
                    || expectation.rule().equals(firing.ruleId());
        }

        private Optional<String> difference(RuleTests.Expected expectation, List<Firing> fired) {
            Optional<Rule> rule = own.byId(expectation.rule());
            String expected = "expected " + text(expectation) + "; ";
            if (rule.isEmpty()) {
                return Optional.of(expected + "its file has no such rule");
            }
            Integer alerts = expectation.alerts();
            boolean isCount = alerts == null ? !fired.isEmpty() : alerts == fired.size();
            boolean isTime = expectation.at() == null
                    || fired.isEmpty()
                    || fired.stream()
                            .map(Firing::at)
                            .min(Instant::compareTo)
                            .filter(expectation.at()::equals)
                            .isPresent();
            if (isCount && isTime) {
                return Optional.empty();
            }
            if (fired.isEmpty()) {
                return Optional.of(expected
                        + (rule.get().alerts() ? "never fired" : "never fires by itself: it only feeds a correlation"));
            }
            return Optional.of(
                    expected + "fired: " + fired.stream().map(this::text).collect(Collectors.joining("; ")));
        }

        private String text(RuleTests.Expected expectation) {
            Instant at = expectation.at();
            return expectation + (at == null ? "" : " at " + text(Duration.between(test.start(), at)));
        }

        private String text(Firing firing) {
            return firing.rule() + (firing.group().isEmpty() ? "" : " for " + firing.group()) + " at "
                    + text(firing.offset()) + " (" + firing.explanation() + ')';
        }

        /** As tests write it: in seconds, where it is whole. */
        private static String text(Duration offset) {
            return offset.toMillisPart() == 0 ? offset.toSeconds() + "s" : offset.toMillis() + "ms";
        }
    }
}
