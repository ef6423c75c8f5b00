package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Event sequences and the alerts that must come of them, in the form of rule tests, judged by the oracle. */
class FiringVectorsTest {
    static Stream<Vectors.Case> cases() {
        return Vectors.in("sigma-vectors/firings", Set.of("name", "rules", "repeat", "events", "quiet", "expect"))
                .stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void firesAsTheCaseSays(Vectors.Case vector) {
        // Given
        RuleParser.Result result = vector.parse();
        assertThat(result.errors()).isEmpty();
        RuleSet rules = RuleSet.faultless(result);
        JsonNode test = vector.node();
        Duration quiet = TestEvents.duration(test.path("quiet").asText("0s"));

        // When
        List<WindowOracle.Firing> firings = WindowOracle.firings(rules, TestEvents.of(test), quiet).stream()
                .filter(firing -> rules.correlations().stream()
                        .anyMatch(rule -> rule.rules().contains(id(rules, firing.rule()))
                                || rule.metadata().name().equals(firing.rule())))
                .toList();

        // Then
        assertThat(firings.stream().map(WindowOracle.Firing::rule).distinct())
                .containsExactlyInAnyOrderElementsOf(test.get("expect").findValuesAsText("rule"));
        for (JsonNode expected : test.get("expect")) {
            List<WindowOracle.Firing> ofRule = firings.stream()
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
