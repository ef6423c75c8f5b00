package io.phiwatch.drills.month;

import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Networks;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.population.Staff.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How one of the staff lives: when the shifts are, from where, and when away.
 *
 * @param site shared address of the site; the whole site is behind it
 * @param shift when work begins, by the company's clock
 * @param weekend the first weekend at work, 0 or 1, and then every other one; beyond the month for most
 * @param isRemote whether from home
 * @param holiday first day of a week off; beyond the month for most
 * @param journey first day of some days abroad; beyond the month for most
 * @param abroad address of the hotel
 */
record Worker(
        Staff person,
        String site,
        Duration shift,
        int weekend,
        boolean isRemote,
        int holiday,
        int journey,
        String abroad) {
    private static final Duration SHIFT_LENGTH = Duration.ofHours(8);
    private static final int HOLIDAY_DAYS = 7;
    private static final int JOURNEY_DAYS = 4;
    private static final int NEVER = Integer.MAX_VALUE;
    private static final int SITES = 5;
    private static final List<Duration> DAY_SHIFTS = List.of(
            Duration.ofMinutes(6 * 60 + 45), Duration.ofHours(8), Duration.ofMinutes(8 * 60 + 30), Duration.ofHours(9));
    private static final Duration NIGHT_SHIFT = Duration.ofHours(20);

    static Worker of(Staff person, int number, int days, Draw draw) {
        boolean isClinician = person.role() == Role.CLINICIAN;
        return new Worker(
                person,
                "24.60." + (100 + number % SITES) + ".10",
                isClinician && draw.chance(0.15) ? NIGHT_SHIFT : draw.pick(DAY_SHIFTS),
                isClinician && draw.chance(0.3) ? number / 4 % 2 : NEVER,
                draw.chance(0.25),
                draw.chance(0.2) ? draw.between(0, days) : NEVER,
                draw.chance(0.06) ? draw.between(0, days) : NEVER,
                Networks.germanAddress(draw));
    }

    /** Whether there is a shift that begins on that day. */
    boolean works(Day day) {
        boolean isHoliday = day.number() >= holiday && day.number() < holiday + HOLIDAY_DAYS;
        // the days of the flights
        boolean flies = day.number() == journey || day.number() == journey + JOURNEY_DAYS;
        int weeks = day.number() / 7;
        boolean isOff = day.isWeekend() && (weeks < weekend || (weeks - weekend) % 2 != 0);
        return !isHoliday && !flies && !isOff;
    }

    /** Where the person is on that day. */
    String address(Day day) {
        if (day.number() > journey && day.number() < journey + JOURNEY_DAYS) {
            return abroad;
        }
        return isRemote || day.number() % 5 == 4 ? person.addresses().getFirst() : site;
    }

    Instant begins(Day day) {
        return day.at(shift);
    }

    /** A moment of the shift. */
    Instant moment(Day day, Draw draw) {
        return begins(day).plus(Duration.ofMinutes(10)).plus(draw.upTo(SHIFT_LENGTH.minusMinutes(20)));
    }

    Instant ends(Day day) {
        return begins(day).plus(SHIFT_LENGTH);
    }
}
