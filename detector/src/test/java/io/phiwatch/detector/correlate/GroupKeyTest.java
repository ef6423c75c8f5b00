package io.phiwatch.detector.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupKeyTest {
    @ParameterizedTest
    @ValueSource(strings = {"plain", "with|bar", "with\\backslash", "both\\|", "", "|"})
    void comesBackFromItsText(String value) {
        GroupKey key = new GroupKey("acme", "rule", List.of(value, "second"));

        assertThat(GroupKey.parse(key.toString())).isEqualTo(key);
    }

    @org.junit.jupiter.api.Test
    void noValueImitatesAnotherGroup() {
        assertThat(new GroupKey("acme", "rule", List.of("a|b")).toString())
                .isNotEqualTo(new GroupKey("acme", "rule", List.of("a", "b")).toString());
    }
}
