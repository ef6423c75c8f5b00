package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.phiwatch.schema.Action;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of types that no vector file can write. */
class ValueVectorsTest {
    static Stream<Arguments> values() {
        Instant time = Instant.parse("2026-01-02T03:04:05Z");
        return Stream.of(
                arguments("f: 10", 10L, true),
                arguments("f: mfa_change", Action.mfa_change, true),
                arguments("f: login", Action.logout, false),
                arguments("f: '2026-01-02T03:04:05Z'", time, true),
                arguments("f: '{\"a\":1}'", Map.of("a", 1), false),
                arguments("f|gte: 5", 5L, true),
                arguments("f|gt: 5", Double.NaN, false),
                arguments("f|gt: 9007199254740992", 9007199254740993L, true),
                arguments("f|hour: 3", time, true),
                arguments("f|hour: 4", time, false),
                arguments("f|minute|lte: 4", time, true),
                arguments("f|week: 1", time, true),
                arguments("f|year: 2026", Long.MAX_VALUE, false),
                arguments("f|month: 1", Action.login, false));
    }

    @ParameterizedTest(name = "{0} on {1} is {2}")
    @MethodSource("values")
    void itemPassesWhereTheSpecificationSaysSo(String item, Object value, boolean expected) {
        // When
        boolean matches = Rules.matches("s:\n" + item.indent(2) + "condition: s", Map.of("f", value));

        // Then
        assertThat(matches).isEqualTo(expected);
    }
}
