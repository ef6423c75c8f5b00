package io.phiwatch.alerting.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;

/**
 * How long a law gives. Periods in days leave out the day on which they start and end with the last second of their last
 * day, in the zone of whoever has to be told; the end does not move to a working day.
 */
public sealed interface Due {
    /** The last instant at which what has to be done is done in time. */
    Instant from(Instant start, ZoneId zone);

    /** So many hours, counted from the very start: no hour is left out. */
    record Hours(int hours) implements Due {
        @Override
        public Instant from(Instant start, ZoneId zone) {
            return start.plus(Duration.ofHours(hours));
        }
    }

    /** So many days of the calendar. */
    record CalendarDays(int days) implements Due {
        @Override
        public Instant from(Instant start, ZoneId zone) {
            return endOf(dayOf(start, zone).plusDays(days), zone);
        }
    }

    /** So many days on which the calendar has neither a weekend nor a holiday. */
    record BusinessDays(int days, HolidayCalendar calendar) implements Due {
        @Override
        public Instant from(Instant start, ZoneId zone) {
            LocalDate day = dayOf(start, zone);
            int left = days;
            while (left > 0) {
                day = day.plusDays(1);
                if (calendar.isBusinessDay(day)) {
                    left--;
                }
            }
            return endOf(day, zone);
        }
    }

    /** So many days of the calendar after the end of the year in which it starts. */
    record DaysAfterYearEnd(int days) implements Due {
        private static final MonthDay LAST = MonthDay.of(12, 31);

        @Override
        public Instant from(Instant start, ZoneId zone) {
            return endOf(LAST.atYear(dayOf(start, zone).getYear()).plusDays(days), zone);
        }
    }

    private static LocalDate dayOf(Instant time, ZoneId zone) {
        return time.atZone(zone).toLocalDate();
    }

    private static Instant endOf(LocalDate day, ZoneId zone) {
        return day.atTime(LocalTime.of(23, 59, 59)).atZone(zone).toInstant();
    }
}
