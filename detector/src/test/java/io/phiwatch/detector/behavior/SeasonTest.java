package io.phiwatch.detector.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.phiwatch.detector.sigma.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeasonTest {
    private static final Profile.Periods PERIODS = new Profile.Periods(Duration.ofMinutes(10), 1, 24, 12, null);

    /** A Monday. */
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    private static final long FIRST = PERIODS.at(START.toEpochMilli());
    private static final int A_DAY = 144;

    private final Season season = new Season(PERIODS);

    @Test
    void knowsTheHourOfTheWeekAfterTwoWeeksAndTheHourOfTheDayAfterOne() {
        // Given: ten on workdays, two on weekends
        for (int i = 0; i < 7 * A_DAY; i++) {
            season.add(FIRST + i, i < 5 * A_DAY ? 10 : 2);
        }

        // Then: pooled over seven days, ten is in the middle
        assertThat(season.usual(FIRST + 7 * A_DAY)).isEqualTo(new Usual(10, 0));
        assertThat(season.usual(FIRST + 12 * A_DAY)).isEqualTo(new Usual(10, 0));

        // When
        for (int i = 0; i < 7 * A_DAY; i++) {
            season.add(FIRST + 7 * A_DAY + i, i < 5 * A_DAY ? 10 : 2);
        }

        // Then
        assertThat(season.usual(FIRST + 14 * A_DAY)).isEqualTo(new Usual(10, 0));
        assertThat(season.usual(FIRST + 19 * A_DAY)).isEqualTo(new Usual(2, 0));
    }

    @Test
    void saysNothingBeforeAWeekIsOver() {
        for (int i = 0; i < 6 * A_DAY + 10; i++) {
            season.add(FIRST + i, 10);
        }

        assertThat(season.usual(FIRST + 6 * A_DAY + 20)).isNull();
        assertThat(season.silence(time(6, 12), time(6, 13))).isNull();
    }

    @Test
    void aDayIsNoHabitHoweverManyPeriodsItHas() {
        // Given: of one hour more minutes than a habit needs
        Profile.Periods minutes = new Profile.Periods(Duration.ofMinutes(1), 1, 100, 12, null);
        Season known = new Season(minutes);
        long first = minutes.at(START.toEpochMilli());
        for (int i = 0; i < 24 * 60; i++) {
            known.add(first + i, 10);
        }

        // Then
        assertThat(known.usual(first + 30)).isNull();
        assertThat(known.usual(first + 24 * 60)).isNull();
        assertThat(known.silence(time(0, 1), time(0, 2))).isNull();
        assertThat(known.usual(first + 7 * 24 * 60)).isEqualTo(new Usual(10, 0));
        assertThat(known.silence(time(7, 0), time(7, 0) + 60_000)).isCloseTo(Math.exp(-10), within(1e-9));
    }

    @Test
    void anHourSeenOnceADayIsNoHabitBeforeItHasEnoughPeriods() {
        // When: eleven days of one period each, where twelve are needed
        for (int day = 0; day < 11; day++) {
            season.add(FIRST + day * A_DAY, 10);
        }

        // Then
        assertThat(season.usual(FIRST + 11 * A_DAY)).isNull();

        // When
        season.add(FIRST + 11 * A_DAY, 10);

        // Then
        assertThat(season.usual(FIRST + 12 * A_DAY)).isEqualTo(new Usual(10, 0));
    }

    @Test
    void aSilenceIsAsLikelyAsPoissonSays() {
        // Given: ten in ten minutes at every hour: sixty an hour
        for (int i = 0; i < 14 * A_DAY; i++) {
            season.add(FIRST + i, 10);
        }

        // Then
        assertThat(season.silence(time(14, 0), time(14, 0) + 60_000)).isCloseTo(Math.exp(-1), within(1e-9));
        assertThat(season.silence(time(14, 0), time(14, 2))).isCloseTo(Math.exp(-120), within(1e-60));
        assertThat(season.silence(time(14, 0), time(14, 0))).isEqualTo(1);
    }

    @Test
    void aWeekIsEnoughToKnowThatWeekendsAreQuiet() {
        // Given: one week of ten on workdays and two on weekends, seven and a half on the average day
        for (int i = 0; i < 7 * A_DAY; i++) {
            season.add(FIRST + i, i < 5 * A_DAY ? 10 : 2);
        }

        // Then
        assertThat(season.silence(time(12, 0), time(12, 0) + 600_000)).isCloseTo(Math.exp(-2), within(1e-9));
        assertThat(season.silence(time(7, 0), time(7, 0) + 600_000)).isCloseTo(Math.exp(-54.0 / 7), within(1e-9));
    }

    @Test
    void aSilenceOverHoursOfDifferentRatesAddsThemUp() {
        // Given: six an hour at daytime, none at night
        for (int i = 0; i < 14 * A_DAY; i++) {
            int hour = i / 6 % 24;
            season.add(FIRST + i, hour >= 8 && hour < 18 ? 1 : 0);
        }

        // Then: from 17:30 to 8:20 three and two are expected
        assertThat(season.silence(time(14, 17) + 1_800_000, time(15, 8) + 1_200_000))
                .isCloseTo(Math.exp(-5), within(1e-9));
    }

    @Test
    void whatComesInBurstsMayPauseLonger() {
        // Given: sixty at every full hour, and nothing between
        for (int i = 0; i < 28 * A_DAY; i++) {
            season.add(FIRST + i, i % 6 == 0 ? 60 : 0);
        }

        // Then: a Poisson source of that rate would never pause for an hour
        assertThat(season.silence(time(28, 0), time(28, 1))).isGreaterThan(0.1);
        assertThat(season.silence(time(28, 0), time(29, 0))).isLessThan(1e-6);
    }

    @Test
    void aPoissonSourceHasADispersionOfAboutOne() {
        Random random = new Random(3);
        for (int i = 0; i < 28 * A_DAY; i++) {
            int count = 0;
            for (double left = random.nextDouble(); left > Math.exp(-10); left *= random.nextDouble()) {
                count++;
            }
            season.add(FIRST + i, count);
        }

        double probability = season.silence(time(28, 0), time(28, 0) + 600_000);

        assertThat(-Math.log(probability)).isBetween(7.0, 13.0);
    }

    @Test
    void survivesItsBytes() {
        for (int i = 0; i < 14 * A_DAY; i++) {
            season.add(FIRST + i, i % 50);
        }

        Season again = Season.decode(season.encode(), PERIODS);

        assertThat(again.usual(FIRST + 14 * A_DAY)).isEqualTo(season.usual(FIRST + 14 * A_DAY));
        assertThat(again.silence(time(14, 0), time(14, 5))).isEqualTo(season.silence(time(14, 0), time(14, 5)));
        assertThat(again.encode()).isEqualTo(season.encode()).hasSizeLessThan(10_000);
    }

    private static long time(int day, int hour) {
        return START.plus(Duration.ofDays(day)).plus(Duration.ofHours(hour)).toEpochMilli();
    }
}
