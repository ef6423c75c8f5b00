package io.phiwatch.detector.offline;

import io.phiwatch.detector.sigma.RuleError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What came of the tests of a folder or file.
 *
 * @param files results of each test file, sorted by name
 * @param errors what was rejected: rules, and test files
 * @param untested names of the rules that raise alerts and have no test beside them
 */
public record RuleTestReport(List<FileResult> files, List<RuleError> errors, List<String> untested) {
    public RuleTestReport {
        files = List.copyOf(files);
        errors = List.copyOf(errors);
        untested = List.copyOf(untested);
    }

    /** Whether nothing was rejected and every test passed. */
    public boolean isPassed() {
        return errors.isEmpty() && failed() == 0;
    }

    /** Number of tests that ran. */
    public long ran() {
        return files.stream().mapToLong(file -> file.tests().size()).sum();
    }

    /** Number of tests that failed. */
    public long failed() {
        return files.stream()
                .flatMap(file -> file.tests().stream())
                .filter(test -> !test.isPassed())
                .count();
    }

    /**
     * Results of one test file.
     *
     * @param file as errors name it
     */
    public record FileResult(String file, List<TestResult> tests) {
        public FileResult {
            tests = List.copyOf(tests);
        }
    }

    /**
     * Result of one test.
     *
     * @param line of the test in its file, from 1
     * @param took wall time
     * @param fired every episode, in the order fired
     * @param differences between what was expected and what fired, one line each; none where it passed
     */
    public record TestResult(String name, int line, Duration took, List<Firing> fired, List<String> differences) {
        public TestResult {
            fired = List.copyOf(fired);
            differences = List.copyOf(differences);
        }

        public boolean isPassed() {
            return differences.isEmpty();
        }
    }

    /**
     * An episode.
     *
     * @param rule name of the rule
     * @param ruleId its id
     * @param group group-by fields and values; empty for a rule over single events
     * @param at time of the last of the events that made it fire
     * @param offset of that time from the start of the test
     * @param explanation the alert's
     */
    public record Firing(
            String rule, String ruleId, Map<String, String> group, Instant at, Duration offset, String explanation) {
        public Firing {
            group = Map.copyOf(group);
        }
    }
}
