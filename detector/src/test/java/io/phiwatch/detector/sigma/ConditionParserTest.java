package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Selections a, b, c1, c2 and _h are true where the event has a field of that name. */
class ConditionParserTest {
    private static final String SELECTIONS = """
            a: {a|exists: true}
            b: {b|exists: true}
            c1: {c1|exists: true}
            c2: {c2|exists: true}
            _h: {_h|exists: true}
            """;

    @ParameterizedTest(name = "{0} on {1} is {2}")
    @CsvSource(textBlock = """
            a, a, true
            a, b, false
            not a, b, true
            not not a, a, true
            a and b, a b, true
            a and b, a, false
            a or b, b, true
            a or b and c1, a, true
            a or b and c1, b, false
            (a or b) and c1, a, false
            (a or b) and c1, b c1, true
            not a and b, b, true
            not a and b, a b, false
            not (a and b), a, true
            not (a or b), a, false
            a and not b, a, true
            a AND NOT b, a, true
            a Or b, b, true
            1 of c*, c2, true
            1 of c*, a, false
            any of c*, c1, true
            all of c*, c1, false
            all of c*, c1 c2, true
            not 1 of c*, a, true
            a and not 1 of c*, a c1, false
            1 of them, _h, false
            1 of them, c2, true
            all of them, a b c1 c2, true
            ALL OF THEM, a b c1, false
            1 of _*, _h, true
            1 of *1, c1, true
            1 of *, _h, false
            ((((a)))), a, true
            """)
    void holdsWhereTheGrammarSaysSo(String condition, String present, boolean expected) {
        // Given
        Map<String, Object> event = new HashMap<>();
        for (String field : present.split(" ")) {
            event.put(field, "x");
        }

        // When
        boolean matches = Rules.matches(SELECTIONS + "condition: " + condition, event);

        // Then
        assertThat(matches).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            nope; no selection is named 'nope'
            a and; ends too early
            a b; unexpected 'b'
            (a or b; a ')' is missing
            a or b); unexpected ')'
            2 of c*; '2 of' is no Sigma
            1 of d*; no selection is named 'd*'
            1 of; ends too early
            a | count() > 5; '|' aggregations
            a & b; unexpected '&'
            c; did you mean 'c1'?
            """)
    void rejectsWhatIsNoCondition(String condition, String reason) {
        // When
        var errors = Rules.errors(Rules.anywhere(SELECTIONS + "condition: '" + condition.replace("'", "''") + "'"));

        // Then
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(10);
            assertThat(error.path()).isEqualTo("detection.condition");
            assertThat(error.reason()).contains(reason);
        });
    }

    @Test
    void nestingIsBounded() {
        // Given
        String condition = "(".repeat(5000) + "a" + ")".repeat(5000);

        // When
        var errors = Rules.errors(Rules.anywhere(SELECTIONS + "condition: " + condition));

        // Then
        assertThat(errors).extracting(RuleError::reason).containsExactly("nested too deep");
    }

    @Test
    void severalConditionsAreAlternatives() {
        // Given
        String detection = SELECTIONS + "condition: [a and b, c1]";

        // Then
        assertThat(Rules.matches(detection, Map.of("c1", "x"))).isTrue();
        assertThat(Rules.matches(detection, Map.of("a", "x"))).isFalse();
    }
}
