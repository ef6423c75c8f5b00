package io.phiwatch.detector.behavior;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.sigma.Profile;
import io.phiwatch.detector.sigma.ProfileSet;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SourceStateTest {
    private static final Profile PROFILE =
            ProfileSet.bundled().named("source-events").orElseThrow();
    private static final long PERIOD = PROFILE.periods().at(1_772_000_000_000L);
    private static final long END = PROFILE.periods().end(PERIOD);
    private static final long GRACE = SourceState.GRACE.toMillis();

    private final SourceState state = new SourceState();

    @Test
    void aPeriodClosesAMinuteAfterItsEnd() {
        state.add(PROFILE, PERIOD, 7);
        state.add(PROFILE, PERIOD, 0);
        state.add(PROFILE, PERIOD + 1, 1);

        assertThat(state.value(PROFILE, PERIOD)).isEqualTo(7);
        assertThat(state.close(PROFILE, END + GRACE - 1)).isEmpty();
        assertThat(state.close(PROFILE, END + GRACE)).containsExactly(new SourceState.Closed(PERIOD, 7, false));
        assertThat(state.close(PROFILE, END + GRACE)).isEmpty();
        assertThat(state.last(PROFILE)).isEqualTo(7);
        assertThat(state.lastPeriod(PROFILE)).isEqualTo(PERIOD);
    }

    @Test
    void silenceBeforeTheFirstWordIsNoPeriod() {
        // Given: a source that is set up, and later connected
        state.add(PROFILE, PERIOD, 0);
        state.spoke(END + 1);
        state.add(PROFILE, PERIOD + 1, 4);
        state.add(PROFILE, PERIOD + 2, 0);

        // Then
        assertThat(state.close(PROFILE, END + Duration.ofHours(2).toMillis()))
                .containsExactly(
                        new SourceState.Closed(PERIOD + 1, 4, false), new SourceState.Closed(PERIOD + 2, 0, false));
    }

    @Test
    void aSilentPeriodClosesAsZeroAndOneWithoutHeartbeatsIsNone() {
        state.spoke(END - 1);
        state.add(PROFILE, PERIOD, 0);
        state.add(PROFILE, PERIOD + 3, 4);

        assertThat(state.close(PROFILE, END + Duration.ofHours(2).toMillis()))
                .containsExactly(
                        new SourceState.Closed(PERIOD, 0, false), new SourceState.Closed(PERIOD + 3, 4, false));
    }

    @Test
    void aPeriodInWhichARuleFiredIsTainted() {
        state.add(PROFILE, PERIOD, 500);
        state.add(PROFILE, PERIOD + 1, 5);
        state.taint(END - 1);

        assertThat(state.close(PROFILE, END + Duration.ofHours(1).toMillis()))
                .containsExactly(
                        new SourceState.Closed(PERIOD, 500, true), new SourceState.Closed(PERIOD + 1, 5, false));
    }

    @Test
    void survivesItsBytes() {
        state.add(PROFILE, PERIOD, 3);
        state.close(PROFILE, END + GRACE);
        state.add(PROFILE, PERIOD + 1, 2.5);
        state.spoke(END);
        state.taint(END);

        SourceState again = SourceState.decode(state.encode());

        assertThat(again.encode()).isEqualTo(state.encode());
        assertThat(again.value(PROFILE, PERIOD + 1)).isEqualTo(2.5);
        assertThat(again.latest()).isEqualTo(END);
        assertThat(again.last(PROFILE)).isEqualTo(3);
        assertThat(again.close(PROFILE, END + Duration.ofHours(1).toMillis()))
                .containsExactly(new SourceState.Closed(PERIOD + 1, 2.5, true));
    }
}
