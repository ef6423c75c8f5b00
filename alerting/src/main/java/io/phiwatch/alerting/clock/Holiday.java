package io.phiwatch.alerting.clock;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.temporal.TemporalAdjusters;
import org.jspecify.annotations.Nullable;

/**
 * A rule for a holiday, as it stands in a calendar file: a date of the year, or the n-th weekday of a month.
 *
 * @param name name of the holiday
 * @param date month and day, such as {@code --07-04}
 * @param month month of the n-th weekday
 * @param weekday that weekday
 * @param nth which one, counted from 1; -1 is the last of the month
 * @param observed what becomes of a date on a weekend
 */
record Holiday(
        String name,
        @Nullable MonthDay date,
        @Nullable Month month,
        @Nullable DayOfWeek weekday,
        @Nullable Integer nth,
        @Nullable Observed observed) {

    Holiday {
        if ((date == null) == (month == null || weekday == null || nth == null)) {
            throw new IllegalArgumentException("a holiday has either a date, or month, weekday and nth");
        }
    }

    /** Where a holiday on a weekend goes. */
    enum Observed {
        /** It stays where it is. */
        @JsonProperty("as_it_falls")
        AS_IT_FALLS,
        /** From Sunday to Monday. */
        @JsonProperty("monday")
        MONDAY,
        /** From Saturday to Friday, from Sunday to Monday. */
        @JsonProperty("nearest")
        NEAREST
    }

    /** Whether the day is this holiday, or the day on which it is observed. */
    boolean isOn(LocalDate day) {
        // A date on the first Saturday of a year is observed in the year before it.
        return day.equals(in(day.getYear())) || day.equals(in(day.getYear() + 1));
    }

    private LocalDate in(int year) {
        if (date != null) {
            return moved(date.atYear(year));
        }
        if (month == null || weekday == null || nth == null) {
            throw new IllegalStateException("checked when it was made");
        }
        return LocalDate.of(year, month, 1).with(TemporalAdjusters.dayOfWeekInMonth(nth, weekday));
    }

    private LocalDate moved(LocalDate day) {
        if (day.getDayOfWeek() == DayOfWeek.SUNDAY && observed != null && observed != Observed.AS_IT_FALLS) {
            return day.plusDays(1);
        }
        return day.getDayOfWeek() == DayOfWeek.SATURDAY && observed == Observed.NEAREST ? day.minusDays(1) : day;
    }
}
