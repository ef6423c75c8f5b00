package io.phiwatch.detector;

import static io.phiwatch.detector.DetectorFixture.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.rules.RulesTrust;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Tick;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DetectorTopologyTest {
    private static final DetectionRule READ = TestRules.detection("phi-read", false);
    private static final DetectionRule MFA = TestRules.detection("mfa-disabled", true);
    private static final DetectionRule TRAVEL = TestRules.detection("login-impossible-travel", true);
    private static final CorrelationRule BULK_READ =
            TestRules.valueCount("phi-bulk-read", "phi-read", 3, Duration.ofMinutes(10));

    private static final CorrelationPlace AT_SOURCE = CorrelationPlace.atSource();

    @Test
    void alertsOnASingleEvent() {
        try (DetectorFixture detector = detector()) {
            // When
            detector.see(TestEvents.read("event-1", at(5), "staff-1")
                    .setAction(Action.mfa_change)
                    .build());

            // Then
            var records = detector.read(DetectorFixture.TOPICS.alerts());
            assertThat(records).singleElement().satisfies(record -> {
                Alert alert = record.value();
                assertThat(record.key())
                        .isEqualTo(EntityKey.of("acme", "actor", "staff-1").value());
                assertThat(alert.getEntityKey()).isEqualTo(record.key());
                assertThat(alert.getRuleName()).isEqualTo("mfa-disabled");
                assertThat(alert.getAlertId()).matches("[0-9a-f]{32}");
                assertThat(alert.getDetectedAt()).isEqualTo(at(5));
                assertThat(alert.getExplanation()).isEqualTo("mfa_change (success) by staff-1 on portal");
                assertThat(alert.getEvents()).singleElement().satisfies(ref -> {
                    assertThat(ref.getEventId()).isEqualTo("event-1");
                    assertThat(ref.getTopic()).isEqualTo("phiwatch.access.portal");
                });
            });
        }
    }

    @Test
    void alertsOnceManyPatientsAreRead() {
        try (DetectorFixture detector = detector()) {
            // When
            readPatients(detector, "staff-1", 3);

            // Then
            assertThat(detector.alerts()).singleElement().satisfies(alert -> {
                assertThat(alert.getRuleName()).isEqualTo("phi-bulk-read");
                assertThat(alert.getExplanation())
                        .isEqualTo("3 distinct patients in 2 s by staff-1 (threshold 3 in 10 min)");
                assertThat(alert.getEvents())
                        .extracting(EventRef::getEventId)
                        .containsExactly("staff-1-0", "staff-1-1", "staff-1-2");
            });
            assertThat(detector.hits()).isEmpty();
        }
    }

    @Test
    void keepsGroupsApart() {
        try (DetectorFixture detector = detector()) {
            readPatients(detector, "staff-1", 2);
            readPatients(detector, "staff-2", 2);

            assertThat(detector.alerts()).isEmpty();
        }
    }

    @Test
    void tellsHitsWhileHotThenRevisesThenEndsByTheClockInTheLog() {
        try (DetectorFixture detector = detector()) {
            // Given
            readPatients(detector, "staff-1", 5);
            assertThat(detector.hits()).hasSize(2);
            assertThat(detector.alerts()).hasSize(1);

            // When
            detector.tick(Duration.ofSeconds(70));

            // Then
            assertThat(detector.alerts()).singleElement().satisfies(alert -> {
                assertThat(alert.getRevision()).isEqualTo(2);
                assertThat(alert.getState()).isEqualTo(AlertState.open);
                assertThat(alert.getHits()).isEqualTo(5);
            });

            // When
            detector.tick(Duration.ofMinutes(11));

            // Then
            assertThat(detector.alerts()).singleElement().satisfies(alert -> {
                assertThat(alert.getRevision()).isEqualTo(3);
                assertThat(alert.getState()).isEqualTo(AlertState.ended);
            });
        }
    }

    @Test
    void forgetsGroupsOnceNothingCanReachThem() {
        try (DetectorFixture detector = detector()) {
            // Given
            readPatients(detector, "staff-1", 1);
            assertThat(detector.entries(AT_SOURCE.store(DetectorTopology.GROUPS)))
                    .isOne();

            // When
            detector.tick(Duration.ofHours(5));

            // Then
            assertThat(detector.entries(AT_SOURCE.store(DetectorTopology.GROUPS)))
                    .isZero();
            assertThat(detector.entries(AT_SOURCE.store(DetectorTopology.TIMERS)))
                    .isZero();
        }
    }

    @Test
    void doesNotCountWhatComesLaterThanItsSourceMay() {
        try (DetectorFixture detector = detector()) {
            // Given
            readPatients(detector, "staff-1", 2);
            detector.tick(Duration.ofMinutes(20));

            // When
            AccessEvent late =
                    TestEvents.read("late", at(3), "staff-1", "patient-9").build();
            detector.see(late, Duration.ofMinutes(20));

            // Then
            assertThat(detector.alerts()).isEmpty();
            assertThat(detector.lateEvents()).singleElement().satisfies(event -> {
                assertThat(event.getRuleId()).isEqualTo("phi-bulk-read-id");
                assertThat(event.getDelayMs()).isEqualTo(597_000);
                assertThat(event.getRef().getEventId()).isEqualTo("late");
            });
        }
    }

    @Test
    void countsAnEventThatIsAsLateAsItsSourceMayBe() {
        try (DetectorFixture detector = detector()) {
            // Given
            readPatients(detector, "staff-1", 2);
            detector.tick(Duration.ofSeconds(603));

            // When
            AccessEvent late =
                    TestEvents.read("late", at(3), "staff-1", "patient-9").build();
            detector.see(late, Duration.ofSeconds(603));

            // Then
            assertThat(detector.alerts()).hasSize(1);
            assertThat(detector.lateEvents()).isEmpty();
        }
    }

    @Test
    void runsSingleEventRulesOnLateEventsToo() {
        try (DetectorFixture detector = detector()) {
            // Given
            detector.tick(Duration.ofHours(8));

            // When
            detector.see(
                    TestEvents.read("late", at(0), "staff-1")
                            .setAction(Action.mfa_change)
                            .build(),
                    Duration.ofHours(8));

            // Then
            assertThat(detector.alerts()).hasSize(1);
        }
    }

    @Test
    void dropsRepeatedEventsOfSourcesThatRepeatForAsLongAsTheyMay() {
        try (DetectorFixture detector = detector()) {
            // Given
            AccessEvent event = TestEvents.read("event-1", at(0), "staff-1")
                    .setAction(Action.mfa_change)
                    .setSourceRepeats(true)
                    .build();

            // When
            detector.see(event);
            detector.see(event, Duration.ofSeconds(30));

            // Then
            assertThat(detector.alerts()).hasSize(1);
            assertThat(detector.count("phiwatch.detector.events.repeated")).isOne();

            // When
            detector.tick(Duration.ofMinutes(10));

            // Then
            assertThat(detector.entries(DetectorTopology.SEEN_EVENTS)).isZero();
            assertThat(detector.entries(DetectorTopology.SEEN_EVENTS_BY_DUE_TIME))
                    .isZero();
        }
    }

    @Test
    void countsNoSignalWhereAGroupFieldIsMissing() {
        try (DetectorFixture detector = detector()) {
            // When
            AccessEvent anonymous = TestEvents.read("event-1", at(0), "staff-1", "patient-1")
                    .setActorId(null)
                    .build();
            detector.see(anonymous);

            // Then
            assertThat(detector.signals()).isEmpty();
            assertThat(detector.count("phiwatch.rule.no.group")).isOne();
        }
    }

    @Test
    void passesTheClockOnOnlyOnceEveryAccessTopicHasTicked() {
        try (DetectorFixture detector = detector()) {
            // When
            List.of(Surface.storefront, Surface.checkout, Surface.portal, Surface.telehealth)
                    .forEach(surface -> detector.tick(surface, Duration.ofSeconds(9)));
            assertThat(detector.signals()).isEmpty();
            detector.tick(Surface.admin, Duration.ofSeconds(7));

            // Then
            assertThat(detector.signals()).singleElement().satisfies(record -> {
                assertThat(record.value()).isInstanceOf(Tick.class);
                Tick tick = (Tick) record.value();
                assertThat(tick.getTime()).isEqualTo(at(7));
                assertThat(tick.getUpstream()).isZero();
                assertThat(tick.getUpstreams()).isOne();
            });

            // When
            detector.tick(Surface.admin, Duration.ofSeconds(7));

            // Then
            assertThat(detector.signals()).isEmpty();
        }
    }

    @Test
    void findsTravelThatIsTooFast() {
        try (DetectorFixture detector = detector()) {
            // Given
            for (int i = 0; i < 10; i++) {
                detector.see(
                        TestEvents.login("home-" + i, at(i), "staff-1", "DE").build());
            }
            assertThat(detector.alerts()).isEmpty();

            // When
            detector.see(TestEvents.login("away", at(3_600), "staff-1", "BR").build());

            // Then
            assertThat(detector.alerts()).singleElement().satisfies(alert -> {
                assertThat(alert.getRuleName()).isEqualTo("login-impossible-travel");
                assertThat(alert.getExplanation()).contains("km/h").contains("(10 earlier logins)");
            });
        }
    }

    @Test
    void goesOnAfterWhatItCannotRead() {
        try (DetectorFixture detector = detector()) {
            // When
            detector.bytes(Surface.portal, new byte[] {0, 0, 0, 99, 99, 1});
            detector.bytes(Surface.portal, "patient@example.org".getBytes(StandardCharsets.UTF_8));
            detector.tombstone(Surface.portal);
            readPatients(detector, "staff-1", 3);

            // Then
            assertThat(detector.alerts()).hasSize(1);
            assertThat(detector.count("phiwatch.detector.unreadable")).isEqualTo(2);
            assertThat(detector.count("phiwatch.detector.records.unexpected")).isOne();
        }
    }

    @Test
    void goesOnWhereItStoppedAfterARestart() {
        try (DetectorFixture before = detector();
                DetectorFixture after = detector()) {
            // Given
            readPatients(before, "staff-1", 2);
            readPatients(before, "staff-2", 3);
            String running = before.alerts().getFirst().getAlertId();

            // When
            after.takeOver(before);
            after.see(TestEvents.read("last", at(30), "staff-1", "patient-9").build());
            after.see(TestEvents.read("hit", at(31), "staff-2", "patient-9").build());
            after.tick(Duration.ofMinutes(2));

            // Then
            List<Alert> alerts = after.alerts();
            assertThat(alerts).extracting(Alert::getRevision).containsExactly(1, 2);
            assertThat(alerts.get(0).getGroup()).containsEntry("actor.id", "staff-1");
            assertThat(alerts.get(1).getAlertId()).isEqualTo(running);
            assertThat(after.hits())
                    .singleElement()
                    .satisfies(hit -> assertThat(hit.getAlertId()).isEqualTo(running));
        }
    }

    @Test
    void isDescribedAsTheGoldenFileSays() throws IOException {
        String described = DetectorFixture.following(RuleSet.bundled(), RulesTrust.none(), new SimpleMeterRegistry())
                .describe()
                .toString();

        try (InputStream golden = DetectorTopologyTest.class.getResourceAsStream("/detector-topology.txt")) {
            assertThat(golden).isNotNull();
            assertThat(described.strip()).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }

    private static DetectorFixture detector() {
        return new DetectorFixture(List.of(READ, MFA, TRAVEL), List.of(BULK_READ), DetectorTopologyTest::match);
    }

    private static void match(EnrichedEvent event, Consumer<DetectionRule> sink) {
        List<DetectionRule> matched = new ArrayList<>();
        switch (event.access().getAction()) {
            case read -> matched.add(READ);
            case mfa_change -> matched.add(MFA);
            case login -> {
                Double speed = event.login() == null ? null : event.login().speedKmh();
                if (speed != null && speed > 900) {
                    matched.add(TRAVEL);
                }
            }
            default -> {
                // no rule
            }
        }
        matched.forEach(sink);
    }

    private static void readPatients(DetectorFixture detector, String actor, int patients) {
        for (int i = 0; i < patients; i++) {
            detector.see(TestEvents.read(actor + "-" + i, at(i), actor, "patient-" + i)
                    .build());
        }
    }

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }
}
