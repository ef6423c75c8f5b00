package io.phiwatch.detector.behavior;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class WeekHoursTest {
    /** A Monday. */
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    @Test
    void countsHoursFromMonday() {
        assertThat(WeekHours.at(START.toEpochMilli())).isZero();
        assertThat(WeekHours.at(START.minusMillis(1).toEpochMilli())).isEqualTo(167);
        assertThat(WeekHours.at(0)).isEqualTo(3 * 24);
        assertThat(START.atZone(ZoneOffset.UTC).getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
    }

    @Test
    void hoursNearThoseOfTheAccountAreUsualAndOthersAreNot() {
        // Given: five workdays a week at nine, for five weeks, and once on a Saturday at noon
        WeekHours hours = WeekHours.NONE;
        for (int day = 0; day < 35; day++) {
            if (day % 7 < 5) {
                hours = hours.with(at(day, 9));
            }
        }
        hours = hours.with(at(5, 12));

        // Then: 25 of 26 logins were at the hours of workdays
        assertThat(hours.score(at(36, 9))).isZero();
        assertThat(hours.score(at(36, 10))).isZero();
        assertThat(hours.score(at(36, 3))).isEqualTo(1);
        assertThat(hours.score(at(40, 9))).isEqualTo(1);
        assertThat(hours.score(at(40, 12))).isEqualTo(25 / 26.0);
    }

    @Test
    void fewLoginsOrDaysSayNothing() {
        WeekHours few = WeekHours.NONE;
        WeekHours lately = WeekHours.NONE;
        for (int i = 0; i < 19; i++) {
            few = few.with(at(i, 9));
            lately = lately.with(at(i % 13, 9)).with(at(i % 13, 10));
        }

        assertThat(few.score(at(20, 3))).isNull();
        assertThat(lately.score(at(13, 3))).isNull();
        assertThat(few.with(at(19, 9)).score(at(20, 3))).isEqualTo(1);
    }

    @Test
    void survivesItsBytes() {
        WeekHours hours = WeekHours.NONE.with(at(1, 9)).with(at(1, 9)).with(at(6, 23));
        ByteWriter out = new ByteWriter();
        hours.write(out);

        assertThat(WeekHours.read(new ByteReader(out.toBytes()))).isEqualTo(hours);
    }

    private static long at(int day, int hour) {
        return START.plus(Duration.ofDays(day)).plus(Duration.ofHours(hour)).toEpochMilli();
    }
}
