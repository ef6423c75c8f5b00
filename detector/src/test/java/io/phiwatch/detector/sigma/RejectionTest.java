package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RejectionTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            f|containz: a; unknown modifier 'containz'; did you mean 'contains'?
            f|expand: '%x%'; placeholder '%x%' has no values
            f|expand: '%DC-NAME%'; placeholder '%DC-NAME%' has no values
            f|contains|contains: a; appears twice
            f|contains|endswith: a; only one of
            f|gt|lt: 1; only one of lt, lte, gt, gte
            f|gt: high; 'high' is no number
            f|gt: '5'; '5' is no number
            f|contains|gt: 5; does not go with
            f|contains|re: a; must be the first
            f|i: a; does not go with 'text'
            f|re: '(a'; not a regular expression
            f|re: 'a(?=b)'; not a regular expression
            f|re: '(a)\\1'; not a regular expression
            f|all|cidr: 10.0.0.0/8; must be the first
            f|cidr: 10.0.0.1/8; is no CIDR network
            f|cidr: 10.0.0.0/33; is no CIDR network
            f|cidr: example.org; is no CIDR network
            f|exists: maybe; exists is true or false
            f|exists|neq: true; does not go with 'exists'
            f|all: a; 'all' needs a list
            f: []; the list is empty
            f: [a, null]; null stands alone
            f|contains: null; null goes with no modifier
            f: {a: b}; a value must be text
            f: [[a]]; a value must be text
            f|base64: 'a*'; wildcards can't be encoded
            f|contains|base64: a; wildcards can't be encoded
            f|wide: a; only supported right before base64
            '|exists': true; a keyword has no field
            '|gt': 1; a keyword has no field
            '|contains': null; a keyword can't be null
            """)
    void itemsAreRejectedWithPlaceAndReason(String item, String reason) {
        // When
        var errors = Rules.errors(Rules.anywhere("s:\n  ok: 1\n" + item.indent(2) + "condition: s"));

        // Then
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.file()).isEqualTo("rule1.yml");
            assertThat(error.line()).isEqualTo(7);
            assertThat(error.path()).startsWith("detection.s.");
            assertThat(error.reason()).contains(reason);
        });
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            title: T; 1; 'title'
            titel: T; 1; unknown key 'titel'
            id: 7; 2; must be text
            id: seven; 2; must be a UUID
            level: severe; 2; must be one of
            status: done; 2; must be one of
            phiwatch: {colour: red}; 2; unknown key 'colour'
            phiwatch: {surfaces: [portl]}; 2; did you mean 'portal'?
            phiwatch: {surfaces: []}; 2; names no surface
            phiwatch: {entity: {kind: actor}}; 2; required
            phiwatch: {entity: {kind: planet, fields: [a]}}; 2; must be one of
            phiwatch: soc2; 2; must be a map
            logsource: {category: access, service: shop}; 2; is a surface
            logsource: {}; 2; names no category
            logsource: {vendor: x, product: y}; 2; unknown key 'vendor'
            detection: {condition: s}; 2; has no selection
            detection: {s: {f: 1}}; 2; required
            detection: {s: {f: 1}, condition: s, timeframe: 5m}; 2; write a correlation
            detection: {s: {}, condition: s}; 2; is empty
            detection: {s: [], condition: s}; 2; is empty
            detection: {s: [[a]], condition: s}; 2; a list inside a list
            author: {a: b}; 2; must be text
            action: global; 2; no longer Sigma
            """)
    void documentsAreRejectedWithPlaceAndReason(String line, int at, String reason) {
        // Given
        String key = line.substring(0, line.indexOf(':'));
        String text = "title: T\n" + line + "\n";
        if (key.equals("titel")) {
            text = line + "\ntitle: T\n";
        }
        if (!key.equals("logsource")) {
            text += "logsource: {product: other}\n";
        }
        if (!key.equals("detection")) {
            text += "detection: {s: {f: 1}, condition: s}\n";
        }

        // When
        var errors = Rules.errors(text);

        // Then
        assertThat(errors).isNotEmpty().first().satisfies(error -> {
            assertThat(error.line()).isBetween(at, 2);
            assertThat(error.reason()).contains(reason);
        });
    }

    @Test
    void everyFaultOfEveryFileIsReported() {
        // Given
        String first = Rules.anywhere("s: {f|gt: x}\ncondition: s") + "---\ntitle: Second\n";
        String second = "a: [";

        // When
        var errors = Rules.errors(first, second);

        // Then
        assertThat(errors)
                .extracting(RuleError::toString)
                .satisfiesExactly(
                        error -> assertThat(error).startsWith("rule1.yml:5: detection.s.f|gt: 'x' is no number"),
                        error -> assertThat(error).isEqualTo("rule1.yml:8: logsource: required"),
                        error -> assertThat(error).isEqualTo("rule1.yml:8: detection: required"),
                        error -> assertThat(error).startsWith("rule2.yml:").contains("not YAML"));
    }

    @Test
    void unknownFieldsOfAccessEventsAreRejectedWithTheNearest() {
        // When
        var errors = Rules.errors(Rules.access("t", "s: {actor.idd: x}\ncondition: s", ""));

        // Then
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(5);
            assertThat(error.path()).isEqualTo("detection.s.actor.idd");
            assertThat(error.reason()).isEqualTo("no such field 'actor.idd'; did you mean 'actor.id'?");
        });
    }

    @Test
    void unknownFieldsOfTheEntityAreRejected() {
        // Given
        String entity = "phiwatch: {entity: {kind: actor, fields: ['actor.id|actor.nam']}}";

        // When
        var errors = Rules.errors(Rules.access("t", "s: {action: login}\ncondition: s", entity));

        // Then
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(7);
            assertThat(error.reason()).startsWith("entity: no such field 'actor.nam'");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            {a: 1, a: 2}; key 'a' appears twice
            {[a]: 1}; a key must be plain text
            {<<: {a: 1}}; a key must be plain text
            &a [*a]; nested too deep
            just text; a rule is a map
            ''; a rule is a map
            ~; holds no rule
            """)
    void textThatIsNoDocumentIsRejected(String text, String reason) {
        // Then
        assertThat(Rules.errors(text))
                .singleElement()
                .extracting(RuleError::reason)
                .asString()
                .contains(reason);
    }

    @Test
    void aliasesCannotExhaustTheProcess() {
        // Given
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 25; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }

        // Then
        assertThat(Rules.errors(bomb.toString())).hasSize(1);
    }

    @Test
    void namesAndIdsAreUnique() {
        // Given
        String rule = Rules.anywhere("s: {f: 1}\ncondition: s");

        // Then
        assertThat(Rules.errors(rule, rule))
                .extracting(RuleError::toString)
                .containsExactly("rule2.yml:2: name: 'test' is taken by rule1.yml");
    }

    @Test
    void aRuleSetWithAFaultIsRefusedWhole() {
        // Given
        String good = Rules.anywhere("s: {f: 1}\ncondition: s");

        // Then
        assertThatThrownBy(() -> Rules.of(good, "title: Bad"))
                .isInstanceOf(RuleSetException.class)
                .hasMessageContaining("rule2.yml:1: detection: required");
    }

    @ParameterizedTest
    @CsvSource({
        "access, 15x, must be a whole number",
        "access, 2d, at most 1d",
        "access, 0s, must be a whole number",
        "process_creation, 15m, goes with rules over access events only",
        "access, 15m,"
    })
    void holdsAreSpansOfRulesOverAccessEvents(String category, String hold, String reason) {
        var errors = Rules.errors("""
                title: Read
                logsource: {category: %s}
                detection: {s: {action: read}, condition: s}
                phiwatch: {hold: %s}
                """.formatted(category, hold));

        if (reason == null) {
            assertThat(errors).isEmpty();
        } else {
            assertThat(errors).singleElement().satisfies(error -> {
                assertThat(error.line()).isEqualTo(4);
                assertThat(error.path()).isEqualTo("phiwatch.hold");
                assertThat(error.reason()).contains(reason);
            });
        }
    }
}
