package io.phiwatch.alerting.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.oncall.Roster.Gap;
import io.phiwatch.alerting.oncall.Schedule.Turn;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final LocalDate START = LocalDate.of(2026, 3, 2);

    private static final Schedule WEEKLY = schedule(rotation(7, Hours.always(NEW_YORK), "dana", "kim"));

    @ParameterizedTest
    @CsvSource({
        // Monday 2026-03-02, 09:00 in New York is 14:00 UTC; after the clocks changed on 8 March it is 13:00 UTC.
        "2026-03-02T13:59:59Z, ''",
        "2026-03-02T14:00:00Z, dana",
        "2026-03-09T12:59:59Z, dana",
        "2026-03-09T13:00:00Z, kim",
        "2026-03-16T13:00:00Z, dana",
        // Clocks go back on 1 November: 14:00 UTC again.
        "2026-11-02T13:59:59Z, dana",
        "2026-11-02T14:00:00Z, kim"
    })
    void turnsChangeAtTheTimeOfDayWhateverTheOffset(Instant at, String user) {
        assertThat(WEEKLY.onCall(at, List.of()).orElse("")).isEqualTo(user);
    }

    @Test
    void theLastSubstitutionWins() {
        // Given
        Instant noon = Instant.parse("2026-03-04T17:00:00Z");
        List<Substitution> substitutions = List.of(
                new Substitution("primary", "lee", noon.minusSeconds(60), noon.plusSeconds(60)),
                new Substitution("primary", "kim", noon, noon.plusSeconds(30)),
                new Substitution("other", "ann", noon, noon.plusSeconds(30)));
        // Then
        assertThat(WEEKLY.onCall(noon.minusSeconds(1), substitutions)).contains("lee");
        assertThat(WEEKLY.onCall(noon, substitutions)).contains("kim");
        assertThat(WEEKLY.onCall(noon.plusSeconds(30), substitutions)).contains("lee");
        assertThat(WEEKLY.onCall(noon.plusSeconds(60), substitutions)).contains("dana");
    }

    @Test
    void theFirstRotationThatHasSomebodyCounts() {
        // Given
        Hours office = new Hours(
                NEW_YORK, EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), LocalTime.of(9, 0), LocalTime.of(17, 0));
        Schedule schedule = schedule(rotation(1, office, "dana"), rotation(1, Hours.always(NEW_YORK), "kim"));
        // Then: Wednesday noon, Wednesday evening, Saturday noon
        assertThat(schedule.onCall(Instant.parse("2026-03-04T17:00:00Z"), List.of()))
                .contains("dana");
        assertThat(schedule.onCall(Instant.parse("2026-03-04T23:00:00Z"), List.of()))
                .contains("kim");
        assertThat(schedule.onCall(Instant.parse("2026-03-07T17:00:00Z"), List.of()))
                .contains("kim");
    }

    @Test
    void hoursThatNobodyCoversAreFoundToTheMinute() {
        // Given: nobody from 02:00 to 04:30 in the night
        Hours day = new Hours(ZoneId.of("UTC"), Set.of(DayOfWeek.values()), LocalTime.of(4, 30), LocalTime.of(2, 0));
        Roster roster = new Roster(
                List.of(new Responder("dana", "responder", Map.of())), List.of(schedule(rotation(7, day, "dana"))));
        Instant from = Instant.parse("2026-03-10T00:00:00Z");
        // When
        List<Gap> gaps = roster.gaps(
                from,
                from.plus(2, ChronoUnit.DAYS),
                List.of(new Substitution(
                        "primary",
                        "dana",
                        Instant.parse("2026-03-11T03:00:00Z"),
                        Instant.parse("2026-03-11T09:00:00Z"))));
        // Then
        assertThat(gaps)
                .containsExactly(
                        gap("2026-03-10T02:00:00Z", "2026-03-10T04:30:00Z"),
                        gap("2026-03-11T02:00:00Z", "2026-03-11T03:00:00Z"));
    }

    @Test
    void turnsAreTheSameAsAskingEachMinute() {
        // Given
        Instant from = Instant.parse("2026-03-05T00:00:00Z");
        Instant until = Instant.parse("2026-03-12T00:00:00Z");
        Hours night = new Hours(
                NEW_YORK, EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), LocalTime.of(22, 0), LocalTime.of(3, 30));
        Schedule schedule = schedule(
                rotation(1, night, "ann", "lee"),
                rotation(
                        2,
                        new Hours(NEW_YORK, Set.of(DayOfWeek.values()), LocalTime.of(6, 0), LocalTime.of(5, 0)),
                        "dana",
                        "kim"));
        // When
        List<Turn> turns = schedule.turns(from, until, List.of());
        // Then
        assertThat(turns.getFirst().from()).isEqualTo(from);
        assertThat(turns.getLast().until()).isEqualTo(until);
        for (Instant at = from; at.isBefore(until); at = at.plus(1, ChronoUnit.MINUTES)) {
            Instant minute = at;
            Optional<String> user = turns.stream()
                    .filter(turn -> !minute.isBefore(turn.from()) && minute.isBefore(turn.until()))
                    .findFirst()
                    .orElseThrow()
                    .user();
            assertThat(user).as(minute.toString()).isEqualTo(schedule.onCall(minute, List.of()));
        }
    }

    @Test
    void aStretchOfHoursEndsWhereTheNextMomentIsOutside() {
        // Given
        Hours night = new Hours(NEW_YORK, EnumSet.allOf(DayOfWeek.class), LocalTime.of(22, 0), LocalTime.of(7, 0));
        // Then: 23:00 in New York, in winter, ends at 07:00 of the day after, in summer time on 8 March
        assertThat(night.endAfter(Instant.parse("2026-03-05T04:00:00Z")))
                .isEqualTo(Instant.parse("2026-03-05T12:00:00Z"));
        assertThat(night.endAfter(Instant.parse("2026-03-08T04:00:00Z")))
                .isEqualTo(Instant.parse("2026-03-08T11:00:00Z"));
        assertThat(night.contains(Instant.parse("2026-03-05T12:00:00Z"))).isFalse();
    }

    private static Gap gap(String from, String until) {
        return new Gap("primary", Instant.parse(from), Instant.parse(until));
    }

    private static Schedule schedule(Rotation... rotations) {
        return new Schedule("primary", List.of(rotations));
    }

    private static Rotation rotation(int days, Hours hours, String... users) {
        return new Rotation(List.of(users), START, LocalTime.of(9, 0), days, hours);
    }
}
