package io.phiwatch.detector;

import static io.phiwatch.detector.DetectorFixture.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.schema.AccessEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules ask how old the session of an event is. */
final class SessionAgeTest {
    private static final Duration HOLD = Duration.ofMinutes(15);
    private static final Duration SETTLED = HOLD.plusSeconds(2);
    private static final int HOUR = 3_600;

    private static final String RULE = """
            title: Old session
            name: old-session
            logsource: {category: access, product: phiwatch}
            detection:
              old: {action: read, "behavior.session.age_hours|gt": 12}
              condition: old
            """;
    private static final RuleSet AT_ONCE = RuleSet.of(List.of(new RuleFile("old.yml", RULE)));
    private static final RuleSet HELD = RuleSet.of(List.of(new RuleFile("old.yml", RULE + "phiwatch: {hold: 15m}\n")));

    @Test
    void firesAtOnce() {
        try (DetectorFixture detector = DetectorFixture.of(AT_ONCE)) {
            detector.see(login("e-1", 0));
            detector.see(read("e-2", 12 * HOUR));
            assertThat(detector.alerts()).isEmpty();

            detector.see(read("e-3", 12 * HOUR + 1));

            assertThat(detector.alerts()).hasSize(1);
        }
    }

    @Test
    void aLoginCountsAlsoWhereTheSessionWasAskedAboutBefore() {
        try (DetectorFixture detector = DetectorFixture.of(AT_ONCE)) {
            // Given that nothing was known of the session
            detector.see(read("e-1", 0));
            detector.see(login("e-2", 60));

            // When
            detector.see(read("e-3", 13 * HOUR));

            // Then
            assertThat(detector.alerts()).hasSize(1);
        }
    }

    @Test
    void outlivesARestart() {
        try (DetectorFixture detector = DetectorFixture.of(AT_ONCE);
                DetectorFixture next = DetectorFixture.of(AT_ONCE)) {
            detector.see(login("e-1", 0));

            next.takeOver(detector);
            next.see(read("e-2", 13 * HOUR));

            assertThat(next.alerts()).hasSize(1);
        }
    }

    @Test
    void aHeldMatchIsStillOneWhereNoLoginComes() {
        try (DetectorFixture detector = DetectorFixture.of(HELD)) {
            detector.see(login("e-1", 0));
            detector.see(read("e-2", 13 * HOUR));
            assertThat(detector.alerts()).isEmpty();

            detector.tick(Duration.ofHours(13).plus(SETTLED));

            assertThat(detector.alerts()).hasSize(1);
        }
    }

    @Test
    void aLoginBeforeTheEventThatComesLateExcusesAHeldMatch() {
        try (DetectorFixture detector = DetectorFixture.of(HELD)) {
            // Given
            detector.see(login("e-1", 0));
            detector.see(read("e-2", 13 * HOUR));

            // When
            detector.see(login("e-3", 13 * HOUR - 60), Duration.ofHours(13).plusSeconds(60));
            detector.see(login("e-4", 13 * HOUR + 120));
            detector.tick(Duration.ofHours(13).plus(SETTLED));

            // Then
            assertThat(detector.alerts()).isEmpty();
        }
    }

    @Test
    void aLoginAfterTheEventDoesNot() {
        try (DetectorFixture detector = DetectorFixture.of(HELD)) {
            detector.see(login("e-1", 0));
            detector.see(read("e-2", 13 * HOUR));

            detector.see(login("e-3", 13 * HOUR + 1));
            detector.tick(Duration.ofHours(13).plus(SETTLED));

            assertThat(detector.alerts()).hasSize(1);
        }
    }

    private static AccessEvent login(String id, int second) {
        return TestEvents.login(id, START.plusSeconds(second), "ann", "DE")
                .setSessionId("s-1")
                .build();
    }

    private static AccessEvent read(String id, int second) {
        return TestEvents.read(id, START.plusSeconds(second), "ann", "p-1")
                .setSessionId("s-1")
                .build();
    }
}
