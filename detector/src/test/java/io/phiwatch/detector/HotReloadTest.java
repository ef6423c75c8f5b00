package io.phiwatch.detector;

import static io.phiwatch.detector.DetectorFixture.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.rules.Pusher;
import io.phiwatch.detector.rules.RuleFiles;
import io.phiwatch.detector.rules.RulePush;
import io.phiwatch.detector.rules.RulesTrust;
import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.EntityKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules change while the detector runs. */
final class HotReloadTest {
    private static final RuleFile READS_3 = RuleFiles.manyOf("many-reads", "read", 3);
    private static final RuleFile READS_2 = RuleFiles.manyOf("many-reads", "read", 2);
    private static final RuleFile DELETE = RuleFiles.onAction("delete", "delete");

    private final Pusher pusher = new Pusher();

    @Test
    void runsThePackUntilASetIsPushed() {
        try (DetectorFixture detector = detector(DELETE)) {
            see(detector, "e-1", Action.delete, 1);

            assertThat(detector.alerts()).extracting(Alert::getRuleName).containsExactly("delete");
        }
    }

    @Test
    void takesEffectAtItsTimeAndNotBefore() {
        try (DetectorFixture detector = detector(READS_3)) {
            // Given
            detector.push(pusher.push(START.plusSeconds(60), READS_3, DELETE));

            // When
            see(detector, "e-1", Action.delete, 59);
            see(detector, "e-2", Action.delete, 60);

            // Then
            assertThat(detector.alerts())
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.getEvents().getFirst().getEventId())
                            .isEqualTo("e-2"));
        }
    }

    @Test
    void judgesABacklogByTheSetThatWasInForce() {
        try (DetectorFixture detector = detector(READS_3)) {
            detector.push(pusher.push(START.plusSeconds(60), READS_3, DELETE));
            detector.push(pusher.push(START.plusSeconds(120), READS_3));

            see(detector, "e-1", Action.delete, 150);
            see(detector, "e-2", Action.delete, 90);

            assertThat(detector.alerts())
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.getEvents().getFirst().getEventId())
                            .isEqualTo("e-2"));
        }
    }

    @Test
    void countsByTheNewThresholdAtOnce() {
        try (DetectorFixture detector = detector(READS_3)) {
            // Given
            detector.push(pusher.push(START.plusSeconds(60), READS_2));

            // When
            see(detector, "e-1", Action.read, 70);
            see(detector, "e-2", Action.read, 71);

            // Then
            assertThat(detector.alerts())
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.getThreshold()).isEqualTo(2));
        }
    }

    @Test
    void keepsTheHalfFullWindowsOfUnchangedRules() {
        try (DetectorFixture detector = detector(READS_3)) {
            // Given: two of three reads under the old set
            see(detector, "e-1", Action.read, 1);
            see(detector, "e-2", Action.read, 2);

            // When: another rule is added, and the title of the first changes
            RuleFile reworded =
                    new RuleFile(READS_3.name(), READS_3.text().replace("title: Many of", "title: So many of"));
            detector.push(pusher.push(START.plusSeconds(60), reworded, DELETE));
            see(detector, "e-3", Action.read, 61);

            // Then
            assertThat(detector.alerts()).singleElement().satisfies(alert -> {
                assertThat(alert.getRuleTitle()).isEqualTo("So many of read");
                assertThat(alert.getValue()).isEqualTo(3);
            });
        }
    }

    @Test
    void endsTheAlertsOfARuleThatIsGone() {
        try (DetectorFixture detector = detector(READS_2)) {
            // Given
            see(detector, "e-1", Action.read, 1);
            see(detector, "e-2", Action.read, 2);
            assertThat(detector.alerts()).hasSize(1);
            detector.push(pusher.push(START.plusSeconds(60), DELETE));

            // When
            detector.tick(Duration.ofHours(1));

            // Then
            assertThat(detector.alerts())
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.getState()).isEqualTo(AlertState.ended));
        }
    }

    @Test
    void keepsTheOldSetAndTellsOnceWhereANewOneIsRefused() {
        RulePush.Publication strangers = new Pusher().push(START, DELETE);
        try (DetectorFixture detector = detector(READS_2)) {
            // When
            detector.push(strangers);
            detector.tick(Duration.ofSeconds(1));
            detector.tick(Duration.ofSeconds(2));

            // Then
            var told = detector.read(DetectorFixture.TOPICS.alerts());
            assertThat(told).singleElement().satisfies(record -> {
                Alert alert = record.value();
                assertThat(alert.getRuleName()).isEqualTo("phiwatch-rules-rejected");
                assertThat(alert.getExplanation())
                        .isEqualTo("version 1 of the rules is not in force, the set before stays: "
                                + "not signed by a trusted key");
                assertThat(alert.getDetectedAt()).isEqualTo(START.plusSeconds(1));
                assertThat(record.key())
                        .isEqualTo(EntityKey.of("phiwatch", "source", "rules").value());
            });
            see(detector, "e-1", Action.read, 3);
            see(detector, "e-2", Action.read, 4);
            assertThat(detector.alerts()).extracting(Alert::getRuleName).containsExactly("many-reads");

            // When: the task starts again and reads the topic anew
            try (DetectorFixture again = detector(READS_2)) {
                again.takeOver(detector);
                again.push(strangers);
                again.tick(Duration.ofSeconds(5));

                // Then
                assertThat(again.alerts())
                        .noneMatch(alert -> alert.getRuleName().startsWith("phiwatch-"));
            }
        }
    }

    @Test
    void isQuietAboutARefusedSetOnceABetterOneIsThere() {
        try (DetectorFixture detector = detector(READS_2)) {
            detector.push(new Pusher().push(START, DELETE));
            detector.push(pusher.push(START, DELETE));
            detector.tick(Duration.ofSeconds(1));

            assertThat(detector.alerts()).isEmpty();
            assertThat(detector.metrics
                            .get("phiwatch.rules.sets")
                            .tag("verdict", "rejected")
                            .counter()
                            .count())
                    .isOne();
            assertThat(detector.metrics.get("phiwatch.rules.version").gauge().value())
                    .isOne();
        }
    }

    @Test
    void trustsNobodyWithoutKeys() {
        try (DetectorFixture detector = DetectorFixture.following(RuleSet.of(List.of(READS_2)), RulesTrust.none())) {
            detector.push(pusher.push(START, DELETE));

            see(detector, "e-1", Action.delete, 1);

            assertThat(detector.alerts()).isEmpty();
        }
    }

    private DetectorFixture detector(RuleFile pack) {
        return DetectorFixture.following(RuleSet.of(List.of(pack)), pusher.trust());
    }

    private static void see(DetectorFixture detector, String id, Action action, long second) {
        detector.see(TestEvents.read(id, START.plusSeconds(second), "staff-1")
                .setAction(action)
                .build());
    }
}
