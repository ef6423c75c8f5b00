package io.phiwatch.ingest.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SequenceGapsTest {
    private final SequenceGaps gaps = new SequenceGaps();

    @Test
    void countsWhatIsMissingBetweenTwoNumbers() {
        assertThat(gaps.before("a", 5)).isZero();
        assertThat(gaps.before("a", 6)).isZero();
        assertThat(gaps.before("a", 10)).isEqualTo(3);
        assertThat(gaps.before("b", 100)).isZero();
    }

    @Test
    void takesALowerNumberForABeginning() {
        gaps.before("a", 2_147_483_647);

        assertThat(gaps.before("a", 1)).isZero();
        assertThat(gaps.before("a", 3)).isEqualTo(1);
    }

    @Test
    void forgetsTheSendersHeardOfLongAgo() {
        gaps.before("first", 1);
        for (int i = 0; i < 10_000; i++) {
            gaps.before("sender-" + i, 1);
        }

        assertThat(gaps.before("first", 50)).isZero();
    }
}
