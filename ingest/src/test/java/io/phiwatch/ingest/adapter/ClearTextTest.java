package io.phiwatch.ingest.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClearTextTest {
    @ParameterizedTest
    @CsvSource({
        "Super administrator, super-administrator",
        "Sign in with Two-Factor Authentication, sign-in-with-two-factor-authentication",
        "'Personal Meeting ID (PMI) Passcode', personal-meeting-id-pmi-passcode",
        "ann@example.org, ",
        "call 415-555-0177, ",
        "'', ",
        "'!?', ",
        "'Require that all meetings are secured with one security option', "
                + "require-that-all-meetings-are-secured-with-one-security",
    })
    void makesLabelsOfWords(String text, String label) {
        assertThat(ClearText.label(text).orElse(null)).isEqualTo(label);
    }

    @Test
    void joinsLabels() {
        assertThat(ClearText.labels(List.of("Super administrator", " Help Desk", "")))
                .contains("super-administrator,help-desk");
        assertThat(ClearText.labels(List.of("", " "))).isEmpty();
    }
}
