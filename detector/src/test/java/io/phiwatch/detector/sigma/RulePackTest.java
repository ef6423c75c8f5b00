package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The pack against the tests beside its rules; windows are judged by the oracle below, which keeps every event. */
class RulePackTest {
    private static final RuleSet PACK = RuleSet.bundled();
    private static final Path FOLDER = Path.of("rules");

    @Test
    void holdsTheRulesOfTheFirstPack() {
        assertThat(PACK.rules())
                .filteredOn(Rule::alerts)
                .extracting(
                        rule -> rule.metadata().name() + " " + rule.metadata().level())
                .containsExactlyInAnyOrder(
                        "login-brute-force medium",
                        "login-impossible-travel high",
                        "mfa-disabled high",
                        "phi-in-url high",
                        "phi-bulk-read high",
                        "phi-bulk-export critical",
                        "phi-bulk-export-unknown-size high");
    }

    @Test
    void everyRuleSaysWhatPeopleNeedToActOnIt() {
        assertThat(PACK.rules()).filteredOn(Rule::alerts).allSatisfy(rule -> {
            RuleMetadata metadata = rule.metadata();
            assertThat(metadata.controls()).isNotEmpty().allMatch(control -> control.matches("soc2\\.[A-Z]+[0-9.]+"));
            assertThat(metadata.playbook()).isIn("account-takeover", "phi-leak");
            assertThat(metadata.falsePositives()).isNotEmpty();
            assertThat(metadata.references()).isNotEmpty();
            assertThat(metadata.description()).isNotBlank();
            assertThat(metadata.author()).isEqualTo("phiwatch");
            assertThat(metadata.license()).isEqualTo("Apache-2.0");
            assertThat(metadata.id()).matches("[0-9a-f-]{36}");
            assertThat(FOLDER.resolve(metadata.file().replace(".yml", ".test.yml")))
                    .exists();
        });
    }

    static Stream<Arguments> tests() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".test.yml")).sorted().toList().stream()
                    .flatMap(RulePackTest::testsOf);
        }
    }

    private static Stream<Arguments> testsOf(Path file) {
        try {
            JsonNode tests = new YAMLMapper().readTree(file.toFile()).get("tests");
            return Stream.iterate(0, i -> i < tests.size(), i -> i + 1)
                    .map(i -> Arguments.of(
                            file.getFileName().toString(),
                            tests.get(i).get("name").asText(),
                            tests.get(i)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("tests")
    void alertsAsItsTestsSay(String file, String name, JsonNode test) {
        // Given
        List<TestEvents.At> events = TestEvents.of(test);

        // When
        Map<String, TestEvents.At> firstFiring = WindowOracle.firstFirings(PACK, events);

        // Then
        assertThat(firstFiring.keySet())
                .containsExactlyInAnyOrderElementsOf(test.get("expect").findValuesAsText("rule"));
        for (JsonNode expectation : test.get("expect")) {
            TestEvents.At firing = firstFiring.get(expectation.get("rule").asText());
            assertThat(firing.time())
                    .isEqualTo(TestEvents.duration(expectation.get("at").asText()));
            JsonNode group = expectation.path("group");
            group.fieldNames()
                    .forEachRemaining(field -> assertThat(firing.event())
                            .containsEntry(field, group.get(field).asText()));
        }
    }
}
