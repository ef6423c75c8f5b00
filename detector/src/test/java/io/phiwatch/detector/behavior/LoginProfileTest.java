package io.phiwatch.detector.behavior;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.TestEvents;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.NetworkKind;
import io.phiwatch.schema.Outcome;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoginProfileTest {
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

    private final Countries countries = Countries.load();
    private @Nullable LoginProfile profile;

    @Test
    void knowsNothingOfTheFirstLogin() {
        LoginFacts facts = login("a", 0, "DE");

        assertThat(facts).isEqualTo(new LoginFacts(0, null, null, null, null, null, null));
    }

    @Test
    void comparesWithTheLoginBefore() {
        // Given
        login("a", 0, "DE");

        // When
        LoginFacts facts = login("b", 7_200, "BR");

        // Then
        assertThat(facts.count()).isOne();
        assertThat(facts.isNewCountry()).isTrue();
        assertThat(facts.isNewBorder()).isTrue();
        assertThat(facts.isNewDevice()).isFalse();
        assertThat(facts.previousNetwork()).isEqualTo(NetworkKind.unknown);
        assertThat(facts.distanceKm()).isEqualTo(countries.distanceKm("DE", "BR"));
        assertThat(facts.speedKmh()).isEqualTo(facts.distanceKm() / 2);
    }

    @Test
    void comparesALateLoginWithTheOneBeforeItByEventTime() {
        // Given
        login("a", 0, "DE");
        login("c", 7_200, "BR");

        // When
        LoginFacts facts = login("b", 60, "DE");

        // Then
        assertThat(facts.distanceKm()).isZero();
        assertThat(facts.isNewBorder()).isFalse();
    }

    @Test
    void countsARepeatedLoginOnce() {
        login("a", 0, "DE");
        login("a", 0, "DE");

        assertThat(login("b", 60, "DE").count()).isOne();
    }

    @Test
    void loginsInTheSameSecondHaveASpeed() {
        login("a", 0, "DE");

        assertThat(login("b", 0, "BR").speedKmh()).isFinite().isGreaterThan(900);
    }

    @Test
    void learnsFromLoginsThatSucceeded() {
        AccessEvent.Builder event = TestEvents.login("a", START, "staff-1", "DE");

        assertThat(LoginProfile.learnsFrom(event.build())).isTrue();
        assertThat(LoginProfile.learnsFrom(event.setOutcome(Outcome.failure).build()))
                .isFalse();
        assertThat(LoginProfile.learnsFrom(
                        TestEvents.read("a", START, "staff-1").build()))
                .isFalse();
    }

    @Test
    void staysSmallAndSurvivesItsBytes() {
        // When
        for (int i = 0; i < 1_000; i++) {
            login("event-" + i, i, i % 2 == 0 ? "DE" : "FR");
        }

        // Then
        assertThat(profile).isNotNull();
        byte[] bytes = LoginProfileCodec.encode(profile);
        assertThat(bytes).hasSizeLessThan(500);
        assertThat(LoginProfileCodec.decode(bytes)).isEqualTo(profile);
        assertThat(profile.count()).isEqualTo(1_000);
    }

    @Test
    void remembersSessionsInItsBytes() {
        // Given
        profile = LoginProfile.next(
                        null,
                        TestEvents.login("a", START, "staff-1", "DE")
                                .setSessionId("s-1")
                                .build(),
                        countries,
                        null)
                .profile();

        // When
        byte[] bytes = LoginProfileCodec.encode(profile);

        // Then
        assertThat(LoginProfileCodec.decode(bytes)).isEqualTo(profile);
        assertThat(LoginProfileCodec.decodeSessions(bytes).ageHours("s-1", START.toEpochMilli() + 5_400_000))
                .isEqualTo(1.5);
    }

    @Test
    void readsBytesFromBeforeSessionsWereRemembered() {
        // Given
        login("a", 0, "DE");
        byte[] bytes = LoginProfileCodec.encode(Objects.requireNonNull(profile));
        byte[] older = new byte[bytes.length - 1];
        older[0] = 2;
        // the second byte is the number of sessions, which is none
        System.arraycopy(bytes, 2, older, 1, older.length - 1);

        // Then
        assertThat(LoginProfileCodec.decode(older)).isEqualTo(profile);
        assertThat(LoginProfileCodec.decodeSessions(older)).isEqualTo(SessionLogins.NONE);
    }

    private LoginFacts login(String id, long seconds, String country) {
        LoginProfile.Step step = LoginProfile.next(
                profile,
                TestEvents.login(id, START.plusSeconds(seconds), "staff-1", country)
                        .build(),
                countries,
                null);
        profile = step.profile();
        return step.facts();
    }
}
