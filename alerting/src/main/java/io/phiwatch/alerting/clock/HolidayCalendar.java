package io.phiwatch.alerting.clock;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;

/**
 * Which days are business days somewhere: not Saturday, not Sunday, no holiday.
 *
 * @param id name by which laws speak of it
 * @param source where its holidays are written
 */
record HolidayCalendar(String id, String source, List<Holiday> holidays) {
    HolidayCalendar {
        holidays = List.copyOf(holidays);
    }

    boolean isBusinessDay(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY
                && day.getDayOfWeek() != DayOfWeek.SUNDAY
                && holidays.stream().noneMatch(holiday -> holiday.isOn(day));
    }
}
