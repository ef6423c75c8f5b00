package io.phiwatch.detector.behavior;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.sigma.Profile;
import io.phiwatch.detector.sigma.ProfileSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenPeriodsTest {
    private static final Profile EXPORTS = ProfileSet.bundled().named("exports").orElseThrow();
    private static final Profile UNRELATED =
            ProfileSet.bundled().named("patients-unrelated").orElseThrow();
    private static final Map<Integer, Profile> PROFILES = ProfileSet.byKey(List.of(EXPORTS, UNRELATED));
    private static final Duration DELAY = Duration.ofHours(4);
    private static final long DAY = Duration.ofDays(1).toMillis();

    /** Number of a day. */
    private static final long TODAY = 20_000;

    private final OpenPeriods open = new OpenPeriods();

    @Test
    void aDayClosesOnceAllSourcesHadTheirTime() {
        open.add(EXPORTS, TODAY, 3);
        long end = (TODAY + 1) * DAY;

        assertThat(open.hasOver(PROFILES, end + DELAY.toMillis() - 1, DELAY)).isFalse();
        assertThat(OpenPeriods.isOver(EXPORTS, TODAY, end + DELAY.toMillis() - 1, DELAY))
                .isFalse();
        assertThat(OpenPeriods.isOver(EXPORTS, TODAY, end + DELAY.toMillis(), DELAY))
                .isTrue();
        assertThat(OpenPeriods.isOver(EXPORTS, TODAY, null, DELAY)).isFalse();
        assertThat(open.close(PROFILES, end + DELAY.toMillis(), DELAY))
                .containsExactly(new OpenPeriods.Closed(EXPORTS, TODAY, 3, false));
        assertThat(open.isEmpty()).isTrue();
    }

    @Test
    void aWindowOfThirtyDaysClosesEachDayAndForgetsAPatientAfterThirty() {
        open.see(UNRELATED, TODAY, 1);
        open.see(UNRELATED, TODAY + 1, 2);

        List<OpenPeriods.Closed> closed = open.close(PROFILES, (TODAY + 40) * DAY + DELAY.toMillis(), DELAY);

        assertThat(closed).hasSize(31);
        assertThat(closed.getFirst()).isEqualTo(new OpenPeriods.Closed(UNRELATED, TODAY, 1, false));
        assertThat(closed.get(29)).isEqualTo(new OpenPeriods.Closed(UNRELATED, TODAY + 29, 2, false));
        assertThat(closed.getLast()).isEqualTo(new OpenPeriods.Closed(UNRELATED, TODAY + 30, 1, false));
        assertThat(open.isEmpty()).isTrue();
    }

    @Test
    void anAlertTaintsTheWindowsThatHoldIt() {
        open.add(EXPORTS, TODAY, 3);
        open.add(EXPORTS, TODAY + 1, 4);
        open.see(UNRELATED, TODAY, 1);
        open.taint(TODAY * DAY + 5, TODAY * DAY + 60_005);

        List<OpenPeriods.Closed> closed = open.close(PROFILES, (TODAY + 2) * DAY + DELAY.toMillis(), DELAY);

        assertThat(closed)
                .containsExactlyInAnyOrder(
                        new OpenPeriods.Closed(EXPORTS, TODAY, 3, true),
                        new OpenPeriods.Closed(EXPORTS, TODAY + 1, 4, false),
                        new OpenPeriods.Closed(UNRELATED, TODAY, 1, true),
                        new OpenPeriods.Closed(UNRELATED, TODAY + 1, 1, true));
    }

    @Test
    void anAlertThatCameLaterTakesAPeriodOutOfTheHabit() {
        Habits habits = Habits.NONE
                .with(new OpenPeriods.Closed(EXPORTS, TODAY, 3, false))
                .with(new OpenPeriods.Closed(EXPORTS, TODAY + 1, 90, false))
                .with(new OpenPeriods.Closed(EXPORTS, TODAY + 2, 4, true));

        Habits left = habits.without(PROFILES, (TODAY + 1) * DAY, (TODAY + 1) * DAY + 1);

        assertThat(habits.of(EXPORTS).values()).hasSize(2);
        assertThat(left.of(EXPORTS).values()).containsExactly(new Habit.Value(TODAY, 3));
        assertThat(Habits.decode(left.encode(), PROFILES)).isEqualTo(left);
    }

    @Test
    void isAFewDozenBytesAndSurvivesThem() {
        open.worksAs(new OpenPeriods.Work("nurse", "staff"));
        open.add(EXPORTS, TODAY, 3);
        open.see(UNRELATED, TODAY, 0x12345678);
        open.taint(TODAY * DAY, TODAY * DAY);

        byte[] bytes = open.encode();
        OpenPeriods again = OpenPeriods.decode(bytes, PROFILES);

        assertThat(bytes).hasSizeLessThan(60);
        assertThat(again.encode()).isEqualTo(bytes);
        assertThat(again.work()).isEqualTo(new OpenPeriods.Work("nurse", "staff"));
        assertThat(again.value(EXPORTS, TODAY)).isEqualTo(3);
        assertThat(again.value(UNRELATED, TODAY)).isEqualTo(1);
    }

    @Test
    void aProfileThatIsGoneIsForgottenAndTheOthersAreNot() {
        open.add(EXPORTS, TODAY, 3);
        open.see(UNRELATED, TODAY, 7);

        OpenPeriods again = OpenPeriods.decode(open.encode(), ProfileSet.byKey(List.of(UNRELATED)));

        assertThat(again.value(EXPORTS, TODAY)).isZero();
        assertThat(again.value(UNRELATED, TODAY)).isEqualTo(1);
    }
}
