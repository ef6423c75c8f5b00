package io.phiwatch.launcher.command.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.CompiledRules;
import io.phiwatch.detector.coverage.Knowledge;
import io.phiwatch.detector.coverage.Sight;
import io.phiwatch.detector.coverage.Sight.Sighting;
import io.phiwatch.detector.coverage.SourceFacts;
import io.phiwatch.detector.offline.OfflineDetector;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.ReferenceTable;
import io.phiwatch.schema.Surface;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a small system can see: a web server and an identity provider, and no reference tables. */
final class LiveCoverageTest {
    private static final Duration MAX_DELAY = Duration.ofMinutes(10);
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final RuleSet PACK = RuleSet.bundled();

    private static final List<SourceFacts> TWO_SOURCES =
            List.of(facts("proxy", "nginx", Surface.portal), facts("people", "keycloak", Surface.portal));

    private static SourceFacts facts(String id, String platform, Surface surface) {
        return LiveCoverage.facts(
                new Source(
                        id, platform, "acme", Environment.production, surface, List.of("secret"), MAX_DELAY, Map.of()),
                List.of());
    }

    private static Map<String, Sighting> sightings(List<SourceFacts> sources, Knowledge knowledge) {
        Map<String, Sighting> byName = new TreeMap<>();
        new Sight(PACK, sources, knowledge)
                .all()
                .forEach(sighting -> byName.put(sighting.rule().metadata().name(), sighting));
        return byName;
    }

    @Test
    void namesWhatEachBlindRuleNeeds() {
        // When
        Map<String, Sighting> sightings = sightings(TWO_SOURCES, Knowledge.NOTHING);

        // Then
        assertThat(sightings.get("login-terminated").needs()).containsExactly("table staff is not loaded");
        assertThat(sightings.get("phi-no-relationship").needs()).contains("table relationships is not loaded");
        assertThat(sightings.get("recording-unencrypted").isBlind()).isTrue();
        assertThat(sightings.get("login-admin-without-mfa").needs())
                .containsExactly("a source that tells actor.mfa is 'false'");
        assertThat(sightings.get("dependency-vulnerable").isBlind()).isTrue();
        assertThat(sightings.get("phi-bulk-export").needs())
                .anyMatch(need -> need.matches("a source that tells (records|patients).count > 0"));
        assertThat(sightings.values())
                .filteredOn(Sighting::isBlind)
                .allSatisfy(sighting -> assertThat(sighting.needs())
                        .allSatisfy(need -> assertThat(need).matches("(a source|table|no row of table) .+")));
    }

    @Test
    void knowsWhatTheTwoSourcesCanShow() {
        // When
        Map<String, Sighting> sightings = sightings(TWO_SOURCES, Knowledge.NOTHING);

        // Then
        assertThat(sightings.get("login-brute-force").isBlind()).isFalse();
        assertThat(sightings.get("login-brute-force").sources())
                .containsEntry("people", true)
                .containsEntry("proxy", true);
        assertThat(sightings.get("phi-in-url").isBlind()).isFalse();
        assertThat(sightings.get("admin-granted").sources())
                .containsEntry("people", true)
                .containsEntry("proxy", false);
        assertThat(sightings.get("login-impossible-travel").habits()).isTrue();
    }

    @Test
    void aTableThatIsLoadedOpensTheEyes() {
        // Given
        Knowledge roster = new Knowledge(Map.of("acme", Map.of(ReferenceTable.staff, Set.of("roles"))));

        // When
        Map<String, Sighting> sightings = sightings(TWO_SOURCES, roster);

        // Then
        assertThat(sightings.get("login-terminated").isBlind()).isFalse();
        assertThat(sightings.get("untrained-privileged-action").needs())
                .containsExactly("no row of table staff has column training_valid_until");
    }

    @Test
    void theAgeOfASessionNeedsLoginsThatTellTheirSession() {
        // Given
        Map<String, Set<String>> use = Map.of(
                "actor.id", Set.of(), "session.id", Set.of(), "patients", Set.of(), "outcome", Set.of("success"));
        SourceFacts records = told("records", Map.of("read", use));
        SourceFacts logins = told("logins", Map.of("login", use));

        // When
        Sighting alone = sightings(List.of(records), Knowledge.NOTHING).get("session-not-expired");
        Sighting both = sightings(List.of(records, logins), Knowledge.NOTHING).get("session-not-expired");

        // Then
        assertThat(alone.needs()).containsExactly("a source that tells session.id of logins");
        assertThat(both.isBlind()).isFalse();
        assertThat(both.habits()).isFalse();
    }

    private static SourceFacts told(String id, Map<String, Map<String, Set<String>>> facts) {
        return new SourceFacts(id, "json", "acme", "production", Surface.portal, facts);
    }

    @Test
    void noBlindRuleFiresFalsely() {
        // Given
        Set<String> blind = new TreeSet<>();
        sightings(TWO_SOURCES, Knowledge.NOTHING).forEach((name, sighting) -> {
            if (sighting.isBlind()) {
                blind.add(name);
            }
        });
        assertThat(blind).hasSizeGreaterThan(30);

        // When: two weeks of normal traffic on the real topology
        List<Alert> alerts = new ArrayList<>();
        try (OfflineDetector detector = new OfflineDetector(CompiledRules.of(PACK, MAX_DELAY), MAX_DELAY, START)) {
            detector.tick(START);
            int number = 0;
            for (int day = 0; day < 14; day++) {
                for (int minute = 0; minute < 9 * 60; minute += 3) {
                    Instant at = START.plus(Duration.ofDays(day)).plus(Duration.ofMinutes(minute));
                    detector.tick(at);
                    for (AccessEvent event : traffic(number++, at)) {
                        detector.see(event, at);
                    }
                }
                alerts.addAll(detector.takeAlerts());
            }
            for (int hour = 1; hour <= 24 * 9; hour++) {
                detector.tick(START.plus(Duration.ofDays(14)).plus(Duration.ofHours(hour)));
            }
            alerts.addAll(detector.takeAlerts());
        }

        // Then
        assertThat(alerts).noneMatch(alert -> blind.contains(alert.getRuleName()));
    }

    /** What people do: sign in, now and then with a wrong password, read pages, change something, and leave. */
    private static List<AccessEvent> traffic(int number, Instant at) {
        String staff = "staff-" + number % 12;
        String patient = "patient-" + number % 200;
        List<AccessEvent> events = new ArrayList<>();
        events.add(event(
                number + "-read",
                at,
                "proxy",
                "nginx",
                Action.read,
                builder -> builder.setObjectType("route")
                        .setObjectId("/portal/appointments/{id}")
                        .setActorId(patient)
                        .setActorKind(ActorKind.patient)
                        .setClientIp("ip-" + patient)
                        .setAttributes(new HashMap<>(Map.of("status", "200", "method", "GET")))));
        events.add(event(
                number + "-login",
                at,
                "people",
                "keycloak",
                Action.login,
                builder -> builder.setActorId(number % 3 == 0 ? staff : patient)
                        .setActorKind(number % 3 == 0 ? ActorKind.staff : ActorKind.patient)
                        .setOutcome(number % 9 == 1 ? Outcome.failure : Outcome.success)
                        .setSessionId("session-" + number)
                        .setClientIp("ip-" + patient)
                        .setClientCountry("US")
                        .setClientAsn(64500L)));
        if (number % 40 == 0) {
            events.add(event(
                    number + "-configure",
                    at,
                    "people",
                    "keycloak",
                    Action.configure,
                    builder -> builder.setSurface(Surface.admin)
                            .setActorId("staff-1")
                            .setActorKind(ActorKind.staff)
                            .setObjectType("client")));
        }
        return events;
    }

    private static AccessEvent event(
            String id,
            Instant at,
            String source,
            String platform,
            Action action,
            UnaryOperator<AccessEvent.Builder> facts) {
        return facts.apply(AccessEvent.newBuilder()
                        .setEventId(id)
                        .setEventTime(at)
                        .setEventReceived(at)
                        .setTenant("acme")
                        .setEnvironment(Environment.production)
                        .setSurface(Surface.portal)
                        .setSourceId(source)
                        .setSourcePlatform(platform)
                        .setSourceMaxDelayMs(MAX_DELAY.toMillis())
                        .setAction(action)
                        .setActorKind(ActorKind.anonymous)
                        .setOutcome(Outcome.success))
                .build();
    }
}
