package io.phiwatch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.ProfileSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** What actors do from day to day, on the whole topology, by the profile {@code exports}. */
class ProfilesTest {
    private static final String UNUSUAL = """
            title: More exports than usual
            name: unusual
            level: low
            logsource: {product: phiwatch, category: access}
            detection:
              spike: {behavior.exports.score|gte: 6, behavior.exports.learning: false}
              condition: spike
            """;

    private static final String MANY = """
            title: Many exports
            name: many
            level: high
            logsource: {product: phiwatch, category: access}
            detection:
              many: {behavior.exports.value|gte: 20}
              condition: many
            """;

    private static final String MANY_CORRELATED = """
            title: Export
            name: export
            level: informational
            logsource: {product: phiwatch, category: access}
            detection:
              export: {action: export}
              condition: export
            ---
            title: Many exports
            name: many
            level: high
            correlation:
              type: event_count
              rules: [export]
              group-by: [actor.id]
              timespan: 1d
              condition: {gte: 20}
            """;

    private static final String PEERS = """
            title: More exports than peers
            name: peers
            level: low
            logsource: {product: phiwatch, category: access}
            detection:
              spike: {behavior.exports.peer_score|gte: 6, behavior.exports.learning: true}
              condition: spike
            """;

    private int events;

    @Test
    void aSpikeAboveAHabitIsUnusualFromItsFirstExportTooMany() {
        try (DetectorFixture detector = detector(UNUSUAL)) {
            // Given
            for (int day = 0; day < 10; day++) {
                exports(detector, "ann", day, 2);
                night(detector, day);
            }

            // When
            exports(detector, "ann", 10, 20);

            // Then: the median is 2 and the spread the floor of 2, so that the fourteenth is the first
            assertThat(alerts(detector)).hasSize(7).allMatch(name -> name.equals("unusual"));
        }
    }

    @Test
    void nothingThatDependsOnAHabitFiresInTheFirstWeek() {
        try (DetectorFixture detector = detector(UNUSUAL, PEERS)) {
            for (int day = 0; day < 6; day++) {
                for (int actor = 0; actor < 12; actor++) {
                    exports(detector, "staff-" + actor, day, day == 5 ? 40 : 1);
                }
                night(detector, day);
            }

            assertThat(alerts(detector)).isEmpty();
        }
    }

    @Test
    void anotherTaskGoesOnWithWhatWasLearntAndWithTheOpenPeriod() {
        try (DetectorFixture before = detector(UNUSUAL);
                DetectorFixture after = detector(UNUSUAL)) {
            // Given
            for (int day = 0; day < 10; day++) {
                exports(before, "ann", day, 2);
                night(before, day);
            }
            exports(before, "ann", 10, 12);
            assertThat(alerts(before)).isEmpty();

            // When
            after.takeOver(before);
            exports(after, "ann", 10, 3);

            // Then: the thirteenth is not unusual, the fourteenth and fifteenth are
            assertThat(alerts(after)).hasSize(2);
        }
    }

    @Test
    void aLateExportCountsInItsOwnDayUntilThatIsClosed() {
        try (DetectorFixture detector = detector(UNUSUAL)) {
            // Given
            for (int day = 0; day < 10; day++) {
                exports(detector, "ann", day, 2);
                night(detector, day);
            }
            exports(detector, "ann", 10, 13);
            detector.tick(Duration.ofHours(10 * 24 + 16));

            // When: the day is over at midnight, and closed four hours later
            detector.see(export("ann", Duration.ofDays(10)), Duration.ofHours(10 * 24 + 17));

            // Then
            assertThat(alerts(detector)).hasSize(1);

            // When
            night(detector, 10);
            detector.see(export("ann", Duration.ofDays(10)), Duration.ofHours(11 * 24));

            // Then
            assertThat(alerts(detector)).isEmpty();
        }
    }

    @Test
    void whatWasAlertedAboutIsNotLearnt() {
        try (DetectorFixture detector = detector(UNUSUAL, MANY)) {
            assertThat(unusualAfterAWeekOfTraining(detector)).isTrue();
        }
    }

    @Test
    void whatACorrelationAlertedAboutIsNotLearntEither() {
        try (DetectorFixture detector = detector(UNUSUAL, MANY_CORRELATED)) {
            assertThat(unusualAfterAWeekOfTraining(detector)).isTrue();
            assertThat(detector.read(DetectorFixture.TOPICS.alertedActors())).isNotEmpty();
        }
    }

    @Test
    void whatNobodyAlertedAboutIs() {
        try (DetectorFixture detector = detector(UNUSUAL)) {
            assertThat(unusualAfterAWeekOfTraining(detector)).isFalse();
        }
    }

    /** Ten quiet days, then forty of thirty exports: is another day of that unusual? */
    private boolean unusualAfterAWeekOfTraining(DetectorFixture detector) {
        for (int day = 0; day < 50; day++) {
            exports(detector, "ann", day, day < 10 ? 2 : 30);
            night(detector, day);
        }
        detector.alerts();
        exports(detector, "ann", 50, 30);
        return alerts(detector).contains("unusual");
    }

    @Test
    void whoHasNotLearntYetIsComparedWithEightPeersOfTheSameRole() {
        try (DetectorFixture detector = detector(PEERS)) {
            // Given
            for (int day = 0; day < 9; day++) {
                for (int actor = 0; actor < 9; actor++) {
                    exports(detector, "staff-" + actor, day, 2);
                }
                night(detector, day);
            }
            assertThat(alerts(detector)).isEmpty();

            // When
            exports(detector, "new", 9, 20);

            // Then
            assertThat(alerts(detector)).hasSize(7);
            ProfileSnapshot told = detector.read(DetectorFixture.TOPICS.profiles()).stream()
                    .map(TestRecord::value)
                    .filter(snapshot -> snapshot.getPeers().equals("role:nurse"))
                    .reduce((first, second) -> second)
                    .orElseThrow();
            assertThat(told.getCount()).isEqualTo(9);
            assertThat(told.getMedian()).isBetween(1.97, 2.03);
        }
    }

    @Test
    void sevenPeersAreAHandful() {
        try (DetectorFixture detector = detector(PEERS)) {
            for (int day = 0; day < 9; day++) {
                for (int actor = 0; actor < 7; actor++) {
                    exports(detector, "staff-" + actor, day, 2);
                }
                night(detector, day);
            }
            exports(detector, "new", 9, 20);

            assertThat(alerts(detector)).isEmpty();
        }
    }

    @Test
    void anEventThatNoProfileCountsWritesNothing() {
        try (DetectorFixture detector = detector(UNUSUAL)) {
            detector.see(TestEvents.read("logout", DetectorFixture.START, "ann")
                    .setAction(Action.logout)
                    .build());

            assertThat(detector.entries(DetectorTopology.OPEN_PERIODS)).isZero();

            exports(detector, "ann", 0, 1);
            assertThat(detector.entries(DetectorTopology.OPEN_PERIODS)).isOne();
            night(detector, 0);
            assertThat(detector.entries(DetectorTopology.OPEN_PERIODS)).isZero();
            assertThat(detector.entries(DetectorTopology.HABITS)).isOne();
        }
    }

    private static DetectorFixture detector(String... rules) {
        return DetectorFixture.of(RuleSet.of(IntStream.range(0, rules.length)
                .mapToObj(i -> new RuleFile(i + ".yml", rules[i]))
                .toList()));
    }

    private void exports(DetectorFixture detector, String actor, int day, int count) {
        for (int i = 0; i < count; i++) {
            detector.see(export(actor, Duration.ofDays(day).plusMinutes(i)));
        }
    }

    private AccessEvent export(String actor, Duration at) {
        return TestEvents.read("e-" + events++, DetectorFixture.START.plus(at), actor)
                .setAction(Action.export)
                .setActorRoles(List.of("nurse"))
                .build();
    }

    /** Until four hours and a bit after midnight, when the day is closed, and ten minutes more, when peers are told of it. */
    private static void night(DetectorFixture detector, int day) {
        for (int minutes = 0; minutes <= 60; minutes += 5) {
            detector.tick(Duration.ofDays(day).plusHours(19).plusMinutes(minutes));
        }
    }

    private static List<String> alerts(DetectorFixture detector) {
        return detector.alerts().stream().map(Alert::getRuleName).toList();
    }
}
