package io.phiwatch.alerting.oncall;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Hours of the week in a time zone. They may pass midnight: the day is that of their beginning.
 *
 * @param from first moment of the day; the same as {@code until} means the whole day
 * @param until first moment that no longer counts
 */
public record Hours(ZoneId zone, Set<DayOfWeek> days, LocalTime from, LocalTime until) {
    private static final Duration LONGEST = Duration.ofDays(8);

    public Hours {
        days = Set.copyOf(days);
    }

    /** All hours of all days. */
    public static Hours always(ZoneId zone) {
        return new Hours(zone, EnumSet.allOf(DayOfWeek.class), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);
    }

    /** Whether the moment lies in them. */
    public boolean contains(Instant at) {
        ZonedDateTime local = at.atZone(zone);
        LocalTime time = local.toLocalTime();
        DayOfWeek today = local.getDayOfWeek();
        if (from.equals(until)) {
            return days.contains(today);
        }
        if (from.isBefore(until)) {
            return days.contains(today) && !time.isBefore(from) && time.isBefore(until);
        }
        boolean sinceToday = days.contains(today) && !time.isBefore(from);
        boolean sinceYesterday = days.contains(today.minus(1)) && time.isBefore(until);
        return sinceToday || sinceYesterday;
    }

    /** When they begin or end on that day and the next, whether or not these days count. */
    public Stream<Instant> edges(LocalDate day) {
        return Stream.of(from, until)
                .flatMap(time -> Stream.of(day, day.plusDays(1))
                        .map(date -> date.atTime(time).atZone(zone).toInstant()));
    }

    /** When the stretch of these hours that holds the moment ends; the moment itself where they do not hold it. */
    public Instant endAfter(Instant at) {
        Instant end = at;
        while (contains(end) && end.isBefore(at.plus(LONGEST))) {
            Instant here = end;
            end = edges(here.atZone(zone).toLocalDate())
                    .filter(here::isBefore)
                    .min(Instant::compareTo)
                    .orElse(here.plus(LONGEST));
        }
        return end;
    }
}
