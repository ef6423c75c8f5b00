package io.phiwatch.drills.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class SimulatedClockTest {
    private static final Instant REAL = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant START = REAL.minus(Duration.ofHours(2));
    private static final Duration LONG = Duration.ofHours(1);

    private final Hand real = new Hand();
    private final SimulatedClock clock = new SimulatedClock(START, real);

    @Test
    void standsStillUntilToldOtherwise() {
        // When
        real.now = REAL.plusSeconds(30);

        // Then
        assertThat(clock.instant()).isEqualTo(START);
    }

    @Test
    void runsSoManyTimesAsFast() {
        // Given
        clock.run(60);

        // When
        real.now = REAL.plusSeconds(10);

        // Then
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(600));
    }

    @Test
    void changeOfSpeedKeepsWhatHasPassed() {
        // Given
        clock.run(60);
        real.now = REAL.plusSeconds(10);
        clock.run(1);

        // When
        real.now = REAL.plusSeconds(15);

        // Then
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(605));
    }

    @Test
    void neverPassesTheRealTimeAndThenRunsWithIt() {
        // Given
        clock.run(1000);

        // When
        real.now = REAL.plusSeconds(60);

        // Then
        assertThat(clock.instant()).isEqualTo(clock.ceiling()).isEqualTo(REAL.plusSeconds(60));
        real.now = REAL.plusSeconds(61);
        assertThat(clock.instant()).isEqualTo(REAL.plusSeconds(61));
    }

    @Test
    void stepsForwardOnlyAndNoFurtherThanTheRealTime() {
        // When
        clock.advanceTo(START.plusSeconds(5));
        clock.advanceTo(START.plusSeconds(3));

        // Then
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));
        clock.advanceTo(REAL.plusSeconds(1));
        assertThat(clock.instant()).isEqualTo(REAL);
    }

    @Test
    void doesNotGoBackWhenTheRealClockDoes() {
        // Given
        clock.run(60);
        real.now = REAL.plusSeconds(10);
        Instant before = clock.instant();

        // When
        real.now = REAL.plusSeconds(2);

        // Then
        assertThat(clock.instant()).isEqualTo(before);
        real.now = REAL.plusSeconds(11);
        assertThat(clock.instant()).isEqualTo(before.plusSeconds(60));
    }

    @Test
    void tellsHowLongToWait() {
        // Given
        Instant inAMinute = START.plusSeconds(60);

        // When
        clock.run(60);

        // Then
        assertThat(clock.waitFor(inAMinute, LONG)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1001));
        assertThat(clock.waitFor(START.plus(Duration.ofDays(9)), LONG)).isEqualTo(LONG);
        assertThat(clock.waitFor(Instant.MAX, LONG)).isEqualTo(LONG);
        assertThat(clock.waitFor(START, LONG)).isZero();
        clock.run(0);
        assertThat(clock.waitFor(inAMinute, LONG)).isEqualTo(LONG);
    }

    @Test
    void refusesToStartInTheFuture() {
        assertThatThrownBy(() -> new SimulatedClock(REAL.plusMillis(1), real))
                .hasMessage("start: must not be in the future");
    }

    @Test
    void refusesASpeedThatIsNone() {
        assertThatThrownBy(() -> clock.run(-1)).hasMessage("speed: must be >= 0");
        assertThatThrownBy(() -> clock.run(Double.NaN)).hasMessage("speed: must be >= 0");
    }

    /** A clock that a test moves by hand. */
    private static final class Hand implements InstantSource {
        private Instant now = REAL;

        @Override
        public Instant instant() {
            return now;
        }
    }
}
