package io.phiwatch.detector.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.offline.RuleTestReport.TestResult;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rule pack against the tests beside its rules. */
@Execution(ExecutionMode.CONCURRENT)
class PackTestsTest {
    private static final RuleTestReport REPORT = RuleTestRunner.run(Path.of("rules"));

    @Test
    void everyRuleThatAlertsHasTests() {
        assertThat(REPORT.errors()).isEmpty();
        assertThat(REPORT.untested()).isEmpty();
        assertThat(REPORT.ran()).isPositive();
    }

    static Stream<Arguments> tests() {
        return REPORT.files().stream()
                .flatMap(file -> file.tests().stream().map(test -> Arguments.of(file.file(), test.name(), test)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("tests")
    void alertsAsItsTestsSay(String file, String name, TestResult test) {
        assertThat(test.differences()).isEmpty();
    }
}
