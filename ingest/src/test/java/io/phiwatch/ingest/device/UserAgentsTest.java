package io.phiwatch.ingest.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UserAgentsTest {
    private static final UserAgents AGENTS = new UserAgents();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 | chrome/windows",
                "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/118.0 | firefox/linux",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1 | mobile_safari/ios",
                "curl/8.5.0 | curl/other",
                "zzz | other/other",
            })
    void namesFamilies(String userAgent, String family) {
        assertThat(AGENTS.of(userAgent).family()).isEqualTo(family);
    }

    @Test
    void tellsUnknownProgramsApartByTheirWholeText() {
        assertThat(AGENTS.of("zzz-1").device()).isNotEqualTo(AGENTS.of("zzz-2").device());
    }

    @Test
    void showsNothingThatASenderPutIntoAFamily() {
        String family = AGENTS.of("canary.person@example.org-4155550177bot/1.0 (519-86-4417bot; 4155550177)")
                .family();

        assertThat(family).doesNotContain("519-86-4417", "4155550177", "canary.person@");
    }

    @Test
    void cutsLongTexts() {
        String longest = "x".repeat(UserAgents.LONGEST);

        assertThat(AGENTS.of(longest + "a".repeat(100_000))).isEqualTo(AGENTS.of(longest));
    }
}
