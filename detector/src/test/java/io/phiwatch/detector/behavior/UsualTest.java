package io.phiwatch.detector.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class UsualTest {
    @Test
    void takesTheMiddleAndTheMiddleDistance() {
        // 1 2 4 7 100: median 4, distances 3 2 0 3 96, their median 3
        assertThat(Usual.of(List.of(100.0, 1.0, 7.0, 2.0, 4.0))).isEqualTo(new Usual(4, 3));
        // 1 2 4 8: median 3, distances 2 1 1 5, their median 1.5
        assertThat(Usual.of(List.of(8.0, 1.0, 4.0, 2.0))).isEqualTo(new Usual(3, 1.5));
        assertThat(Usual.of(List.of(5.0))).isEqualTo(new Usual(5, 0));
    }

    @Test
    void scoresInSpreadsThatAreNeverLessThanChanceOrTheFloor() {
        assertThat(new Usual(4, 3).score(22, 1, false)).isEqualTo(6);
        assertThat(new Usual(4, 0).score(16, 2, false)).isEqualTo(6);
        // a Poisson count of 100 spreads by 10, its MAD is 0.6745 of that
        assertThat(new Usual(100, 0).score(140.47, 1, true)).isCloseTo(6, within(1e-9));
        assertThat(new Usual(4, 3).score(1, 1, false)).isEqualTo(-1);
    }
}
