package io.phiwatch.drills.month;

import io.phiwatch.drills.population.Draw;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * One day of the company, which lives five hours behind UTC.
 *
 * @param number counted from 0
 * @param start midnight, UTC
 */
record Day(int number, Instant start) {
    private static final Duration ZONE = Duration.ofHours(5);
    private static final double WEEKEND = 0.35;
    private static final double CAMPAIGN = 1.8;
    private static final int CAMPAIGN_EVERY = 10;
    private static final double GROWTH = 0.004;
    private static final double AWAKE = 0.93;
    private static final Duration MORNING = Duration.ofHours(7);

    /** That time of day, by the company's clock. */
    Instant at(Duration timeOfDay) {
        return start.plus(ZONE).plus(timeOfDay);
    }

    /** A moment when people are up, more of them by day and in the evening than at night. */
    Instant waking(Draw draw) {
        boolean isDay = draw.chance(AWAKE);
        Duration from = isDay ? MORNING : Duration.ZERO;
        return at(from.plus(draw.upTo(isDay ? Duration.ofDays(1).minus(MORNING) : MORNING)));
    }

    boolean isWeekend() {
        DayOfWeek day = start.atZone(ZoneOffset.UTC).getDayOfWeek();
        return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
    }

    /** How much patients do on this day: weekends are quiet, the practice grows. */
    double season() {
        return (isWeekend() ? WEEKEND : 1) * (1 + GROWTH * number);
    }

    /** How much is bought: a newsletter goes out every tenth day. */
    double sales() {
        return (isWeekend() ? 1.2 : 1) * (number % CAMPAIGN_EVERY == 3 ? CAMPAIGN : 1) * (1 + GROWTH * number);
    }
}
