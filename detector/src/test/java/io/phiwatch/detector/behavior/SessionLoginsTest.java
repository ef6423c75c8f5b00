package io.phiwatch.detector.behavior;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionLoginsTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long START = 1_000_000 * HOUR;
    private static final long WEEK = 7 * 24 * HOUR;

    @Test
    void tellsTheHoursSinceTheLatestLoginIntoTheSession() {
        // Given
        SessionLogins logins = SessionLogins.NONE
                .with("s-1", START)
                .with("s-1", START + 10 * HOUR)
                .with("s-2", START + 12 * HOUR);

        // Then
        assertThat(logins.ageHours("s-1", START + 10 * HOUR)).isZero();
        assertThat(logins.ageHours("s-1", START + 13 * HOUR + HOUR / 2)).isEqualTo(3.5);
        assertThat(logins.ageHours("s-2", START + 13 * HOUR)).isEqualTo(1);
        assertThat(logins.ageHours("s-3", START + 13 * HOUR)).isNull();
    }

    @Test
    void anEventMeetsTheLoginThatWasTheLatestThen() {
        // Given
        SessionLogins logins = SessionLogins.NONE.with("s-1", START + 10 * HOUR).with("s-1", START);

        // Then
        assertThat(logins.ageHours("s-1", START - 1)).isNull();
        assertThat(logins.ageHours("s-1", START + 10 * HOUR - 1)).isEqualTo((10 * HOUR - 1) / 3_600_000.0);
        assertThat(logins.ageHours("s-1", START + 11 * HOUR)).isEqualTo(1);
    }

    @Test
    void forgetsAfterAWeek() {
        // Given
        SessionLogins logins = SessionLogins.NONE.with("s-1", START);

        // Then
        assertThat(logins.ageHours("s-1", START + WEEK)).isEqualTo(7 * 24);
        assertThat(logins.ageHours("s-1", START + WEEK + 1)).isNull();
        assertThat(logins.with("s-2", START + WEEK + 1).known()).hasSize(1);
        assertThat(logins.with("s-2", START + WEEK).known()).hasSize(2);
    }

    @Test
    void aBusySessionDoesNotPushOutTheOthers() {
        // Given
        SessionLogins logins = SessionLogins.NONE.with("s-1", START);

        // When
        for (int i = 1; i <= 100; i++) {
            logins = logins.with("s-2", START + i);
        }

        // Then
        assertThat(logins.known()).hasSize(5);
        assertThat(logins.ageHours("s-1", START + HOUR)).isEqualTo(1);
        assertThat(logins.ageHours("s-2", START + 100)).isZero();
    }

    @Test
    void keepsTheNewestSessions() {
        // When
        SessionLogins logins = SessionLogins.NONE;
        for (int i = 0; i < 100; i++) {
            logins = logins.with("s-" + i, START + i);
        }

        // Then
        assertThat(logins.known()).hasSize(32);
        assertThat(logins.ageHours("s-68", START + HOUR)).isNotNull();
        assertThat(logins.ageHours("s-67", START + HOUR)).isNull();
    }

    @Test
    void survivesItsBytes() {
        // Given
        SessionLogins logins = SessionLogins.NONE.with("s-1", START).with("s-2", START + HOUR);
        ByteWriter out = new ByteWriter();

        // When
        logins.write(out);

        // Then
        assertThat(SessionLogins.read(new ByteReader(out.toBytes()))).isEqualTo(logins);
    }

    @Test
    void theSameLoginTwiceIsOne() {
        SessionLogins once = SessionLogins.NONE.with("s-1", START);

        assertThat(once.with("s-1", START)).isEqualTo(once);
    }
}
