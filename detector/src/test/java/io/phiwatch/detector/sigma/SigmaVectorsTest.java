package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules over single events: which events they match, and which rules are rejected, and why. */
class SigmaVectorsTest {
    private static final List<Vectors.Case> CASES = Vectors.in(
            "sigma-vectors",
            Set.of("name", "item", "detection", "rules", "placeholders", "matches", "misses", "rejected"));

    static Stream<Arguments> matches() {
        return CASES.stream().flatMap(it -> it.list("matches").stream().map(event -> arguments(it, event)));
    }

    static Stream<Arguments> misses() {
        return CASES.stream().flatMap(it -> it.list("misses").stream().map(event -> arguments(it, event)));
    }

    static Stream<Vectors.Case> rejected() {
        return CASES.stream().filter(it -> it.node().has("rejected"));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("matches")
    void matches(Vectors.Case vector, JsonNode event) {
        assertThat(Rules.matched(rules(vector), vector.event(event))).isNotEmpty();
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("misses")
    void doesNotMatch(Vectors.Case vector, JsonNode event) {
        assertThat(Rules.matched(rules(vector), vector.event(event))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rejected")
    void isRejectedWithItsReason(Vectors.Case vector) {
        // When
        List<RuleError> errors = vector.parse().errors();

        // Then
        String reason = vector.node().get("rejected").asText();
        assertThat(errors).anySatisfy(error -> {
            assertThat(error.reason()).contains(reason);
            assertThat(error.path()).isNotEmpty();
            assertThat(error.line()).isPositive();
        });
    }

    @Test
    void everyCaseSaysWhatMustComeOfIt() {
        long vectors = matches().count() + misses().count() + rejected().count();
        assertThat(vectors).isGreaterThanOrEqualTo(280);
        assertThat(CASES)
                .allSatisfy(it -> assertThat(it.node().has("matches")
                                || it.node().has("misses")
                                || it.node().has("rejected"))
                        .isTrue());
    }

    private static RuleSet rules(Vectors.Case vector) {
        RuleParser.Result result = vector.parse();
        assertThat(result.errors()).isEmpty();
        return RuleSet.faultless(result);
    }
}
