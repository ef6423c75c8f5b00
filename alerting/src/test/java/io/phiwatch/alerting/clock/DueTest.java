package io.phiwatch.alerting.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.clock.Due.BusinessDays;
import io.phiwatch.alerting.clock.Due.CalendarDays;
import io.phiwatch.alerting.clock.Due.DaysAfterYearEnd;
import io.phiwatch.alerting.clock.Due.Hours;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Due dates against dates that were counted on a calendar, by hand, from the words of the statutes. */
final class DueTest {
    private static final Laws LAWS = Laws.bundled();

    @ParameterizedTest(name = "{0} days from {1} in {2}: {3}")
    @CsvSource({
        // 45 CFR 164.404: the sixtieth day after 1 March 2026 is 30 April.
        "60, 2026-03-01T15:00:00Z, America/New_York, 2026-04-30T23:59:59-04:00",
        // Discovered at 20:30 in New York, which is the next day in UTC: the day in New York counts.
        "60, 2026-03-02T01:30:00Z, America/New_York, 2026-04-30T23:59:59-04:00",
        "60, 2026-03-02T01:30:00Z, UTC, 2026-05-01T23:59:59Z",
        // Through the leap day: 1 February 2028 and thirty days are 2 March, in 2027 they are 3 March.
        "30, 2028-02-01T12:00:00Z, America/Los_Angeles, 2028-03-02T23:59:59-08:00",
        "30, 2027-02-01T12:00:00Z, America/Los_Angeles, 2027-03-03T23:59:59-08:00",
        // Over the end of daylight saving time on 1 November 2026: the day counts, not the hours.
        "30, 2026-10-15T18:00:00Z, America/New_York, 2026-11-14T23:59:59-05:00",
        // A Saturday stays a Saturday: calendar days do not move to a working day.
        "15, 2026-10-30T18:00:00Z, America/Los_Angeles, 2026-11-14T23:59:59-08:00"
    })
    void calendarDaysEndWithTheDayThatTheLawNames(int days, Instant start, ZoneId zone, OffsetDateTime due) {
        assertThat(new CalendarDays(days).from(start, zone)).isEqualTo(due.toInstant());
    }

    @ParameterizedTest(name = "discovered {0}: {1}")
    @CsvSource({
        // 45 CFR 164.408(c): sixty days after the end of 2026 are 1 March 2027; after that of 2027, 29 February 2028.
        "2026-01-02T12:00:00Z, 2027-03-01T23:59:59-05:00",
        "2026-12-31T12:00:00Z, 2027-03-01T23:59:59-05:00",
        "2027-06-01T12:00:00Z, 2028-02-29T23:59:59-05:00",
        // New Year's Eve in New York, though it is January in UTC.
        "2027-01-01T03:00:00Z, 2027-03-01T23:59:59-05:00",
        "2027-01-01T06:00:00Z, 2028-02-29T23:59:59-05:00"
    })
    void theYearEndIsThatOfTheZone(Instant start, OffsetDateTime due) {
        assertThat(new DaysAfterYearEnd(60).from(start, ZoneId.of("America/New_York")))
                .isEqualTo(due.toInstant());
    }

    @Test
    void seventyTwoHoursRunThroughTheWeekend() {
        // GDPR Art. 33: aware on Friday 17:45 in Berlin, due on Monday 17:45.
        Instant start = OffsetDateTime.parse("2026-03-13T17:45:00+01:00").toInstant();

        assertThat(new Hours(72).from(start, ZoneId.of("Europe/Berlin")))
                .isEqualTo(OffsetDateTime.parse("2026-03-16T17:45:00+01:00").toInstant());
        // Over the start of summer time the clock on the wall says an hour more.
        assertThat(new Hours(72)
                        .from(
                                OffsetDateTime.parse("2026-03-27T17:45:00+01:00")
                                        .toInstant(),
                                ZoneId.of("Europe/Berlin")))
                .isEqualTo(OffsetDateTime.parse("2026-03-30T18:45:00+02:00").toInstant());
    }

    @ParameterizedTest(name = "{0} business days from {1}: {2}")
    @CsvSource({
        // Cal. Health & Safety Code 1280.15: detected on Monday 2 November 2026. Eight days to Friday the 13th, since
        // Veterans Day (the 11th) falls out; five to the 20th; two more to Tuesday the 24th.
        "15, 2026-11-02T20:00:00Z, 2026-11-24T23:59:59-08:00",
        // Detected on a Saturday: Monday is the first day.
        "15, 2026-09-12T20:00:00Z, 2026-10-02T23:59:59-07:00",
        // Friday before Labor Day (7 September 2026): Tuesday is the first.
        "1, 2026-09-04T20:00:00Z, 2026-09-08T23:59:59-07:00",
        // From Thursday 24 December 2026: Christmas is a Friday, so Monday is the first, and New Year's Day falls out.
        "5, 2026-12-24T20:00:00Z, 2027-01-04T23:59:59-08:00"
    })
    void businessDaysLeaveOutWeekendsAndHolidays(int days, Instant start, OffsetDateTime due) {
        HolidayCalendar calendar = LAWS.calendar("us-ca").orElseThrow();

        assertThat(new BusinessDays(days, calendar).from(start, ZoneId.of("America/Los_Angeles")))
                .isEqualTo(due.toInstant());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03", "2026-09-07",
                "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25", "2021-12-31", "2022-12-26", "2027-07-05"
            })
    void federalHolidaysAreThoseOfThePersonnelOffice(LocalDate day) {
        // 4 July 2026 is a Saturday, observed on Friday; 1 January 2022 was one, observed in the year before.
        assertThat(LAWS.calendar("us-federal").orElseThrow().isBusinessDay(day)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-02", "2026-07-06", "2026-11-27", "2026-12-24", "2026-03-31"})
    void otherDaysAreBusinessDays(LocalDate day) {
        assertThat(LAWS.calendar("us-federal").orElseThrow().isBusinessDay(day)).isTrue();
    }
}
