package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.detector.offline.RuleTestReport;
import io.phiwatch.detector.offline.RuleTestRunner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Event sequences and the alerts that must come of them, in the form of rule tests: by the oracle, and by the topology. */
class FiringVectorsTest {
    static Stream<Vectors.Case> cases() {
        return Vectors.in("sigma-vectors/firings", Set.of("name", "rules", "repeat", "events", "quiet", "expect"))
                .stream();
    }

    /** A rule that fired for a group; the time is counted from the start. */
    private record Fired(String rule, Map<String, String> group, Duration at) {}

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void firesAsTheCaseSays(Vectors.Case vector) {
        // Given
        RuleSet rules = rules(vector);
        Duration quiet = TestEvents.duration(vector.node().path("quiet").asText("0s"));

        // When
        List<Fired> fired = WindowOracle.firings(rules, TestEvents.of(vector.node()), quiet).stream()
                .map(firing -> new Fired(firing.rule(), firing.group(), firing.at()))
                .toList();

        // Then
        assertThatFired(fired, rules, vector.node());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void firesSoOnTheTopology(Vectors.Case vector) {
        // When
        RuleTestReport report = RuleTestRunner.run(
                List.of(new RuleFile("case.yml", vector.rules())),
                List.of(new RuleFile("case.test.yml", ruleTest(vector))));

        // Then
        assertThat(report.errors()).isEmpty();
        List<Fired> fired = report.files().getFirst().tests().getFirst().fired().stream()
                .map(firing -> new Fired(firing.rule(), firing.group(), firing.offset()))
                .toList();
        assertThatFired(fired, rules(vector), vector.node());
    }

    /** The case as a file of rule tests, where no clock runs on unless it says so. */
    private static String ruleTest(Vectors.Case vector) {
        ObjectNode test = vector.node().deepCopy();
        test.remove("rules");
        if (!test.has("quiet")) {
            test.put("quiet", "0s");
        }
        for (JsonNode event : test.get("events")) {
            Duration at = TestEvents.duration(event.get("at").asText());
            ((ObjectNode) event).put("at", at.toMillis() + "ms");
        }
        ObjectNode tests = test.objectNode();
        tests.putArray("tests").add(test);
        return tests.toString();
    }

    private static RuleSet rules(Vectors.Case vector) {
        RuleParser.Result result = vector.parse();
        assertThat(result.errors()).isEmpty();
        return RuleSet.faultless(result);
    }

    private static void assertThatFired(List<Fired> all, RuleSet rules, JsonNode test) {
        List<Fired> fired = all.stream()
                .filter(firing -> rules.correlations().stream()
                        .anyMatch(rule -> rule.rules().contains(id(rules, firing.rule()))
                                || rule.metadata().name().equals(firing.rule())))
                .toList();
        assertThat(fired.stream().map(Fired::rule).distinct())
                .containsExactlyInAnyOrderElementsOf(test.get("expect").findValuesAsText("rule"));
        for (JsonNode expected : test.get("expect")) {
            List<Fired> ofRule = fired.stream()
                    .filter(firing -> firing.rule().equals(expected.get("rule").asText()))
                    .toList();
            assertThat(ofRule).hasSize(expected.get("alerts").asInt());
            if (expected.has("at")) {
                assertThat(ofRule.getFirst().at())
                        .isEqualTo(TestEvents.duration(expected.get("at").asText()));
            }
            expected.path("group")
                    .properties()
                    .forEach(field -> assertThat(ofRule.getFirst().group())
                            .containsEntry(field.getKey(), field.getValue().asText()));
        }
    }

    private static String id(RuleSet rules, String name) {
        return rules.byId(name).orElseThrow().metadata().id();
    }
}
