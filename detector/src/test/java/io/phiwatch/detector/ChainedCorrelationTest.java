package io.phiwatch.detector;

import static io.phiwatch.detector.DetectorFixture.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.phiwatch.detector.sigma.Bounds;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.CorrelationRule.Extensions;
import io.phiwatch.detector.sigma.CorrelationRule.Grouping;
import io.phiwatch.detector.sigma.CorrelationRule.Measure;
import io.phiwatch.detector.sigma.CorrelationRule.Type;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.Signal;
import io.phiwatch.schema.Tick;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Correlations over correlations: reads by one person, people that read much, and how often that happens. */
class ChainedCorrelationTest {
    private static final DetectionRule READ = TestRules.detection("read", false);
    private static final Duration TIMESPAN = Duration.ofMinutes(10);
    private static final CorrelationRule BULK = count("bulk", "read-id", List.of("tenant", "actor.id"), 3, 0, false);
    private static final CorrelationRule SWARM = new CorrelationRule(
            TestRules.metadata("swarm", "source", "tenant"),
            Type.VALUE_COUNT,
            List.of("bulk-id"),
            new Grouping(List.of("company"), Map.of("company", Map.of("bulk-id", "tenant"))),
            TIMESPAN,
            new Measure(Bounds.atLeast(2), List.of("actor.id"), null, null),
            Extensions.NONE,
            1,
            true);
    private static final CorrelationRule AGAIN = count("again", "swarm-id", List.of("company"), 1, 2, true);

    @Test
    void firesOnceTheInnerOnesHaveFired() {
        try (DetectorFixture detector = detector()) {
            // Given
            read(detector, "staff-1", 0);
            assertThat(detector.alerts()).isEmpty();

            // When
            read(detector, "staff-2", 60);
            detector.tick(Duration.ofSeconds(63));

            // Then
            List<Alert> alerts = detector.alerts();
            assertThat(alerts).extracting(Alert::getRuleName).containsExactly("swarm", "again");
            assertThat(alerts.getFirst()).satisfies(alert -> {
                assertThat(alert.getGroup()).containsEntry("company", "acme");
                assertThat(alert.getExplanation())
                        .isEqualTo("2 distinct actor.id in 1 min at acme (threshold 2 in 10 min)");
                assertThat(alert.getEvents()).hasSize(2).doesNotHaveDuplicates();
                assertThat(alert.getFiredAt()).isEqualTo(START.plusSeconds(62));
            });
            assertThat(alerts.get(1).getEvents())
                    .extracting(EventRef::getEventId)
                    .containsExactly(alerts.getFirst().getAlertId());
        }
    }

    @Test
    void anEpisodeFeedsTheOuterRuleOnlyOnce() {
        try (DetectorFixture detector = detector()) {
            read(detector, "staff-1", 0);
            read(detector, "staff-1", 30);
            detector.tick(Duration.ofMinutes(3));

            assertThat(detector.signals().stream().map(record -> record.value()))
                    .filteredOn(value ->
                            value instanceof Signal signal && signal.getRuleId().equals("swarm-id"))
                    .hasSize(1);
        }
    }

    @Test
    void countsInTheOrderInWhichIngestReceivedWhateverIsReadFirst() {
        try (DetectorFixture detector = detector()) {
            // When
            detector.see(
                    TestEvents.read("third", START.plusSeconds(50), "staff-1").build());
            detector.see(
                    TestEvents.read("fourth", START.plusSeconds(60), "staff-1").build());
            detector.see(
                    TestEvents.read("first", START.plusSeconds(10), "staff-1").build());
            detector.see(
                    TestEvents.read("second", START.plusSeconds(20), "staff-1").build());
            detector.tick(Duration.ofMinutes(2));

            // Then
            assertThat(detector.signals().stream().map(record -> record.value()))
                    .filteredOn(value ->
                            value instanceof Signal signal && signal.getRuleId().equals("swarm-id"))
                    .singleElement()
                    .satisfies(value ->
                            assertThat(((Signal) value).getRef().getEventTime()).isEqualTo(START.plusSeconds(50)));
            assertThat(detector.entries(DetectorTopology.WAITING_SIGNALS)).isZero();
        }
    }

    @Test
    void eachLevelGoesByAClockOfItsOwn() {
        try (DetectorFixture detector = detector()) {
            // Given
            read(detector, "staff-1", 0);
            read(detector, "staff-2", 60);
            detector.tick(Duration.ofSeconds(63));
            detector.signals();
            detector.alerts();

            // When
            detector.tick(Duration.ofMinutes(12));

            // Then
            assertThat(detector.signals().stream().map(record -> record.value()))
                    .allSatisfy(value -> assertThat(value).isInstanceOf(Tick.class))
                    .extracting(tick -> ((Tick) tick).getLevel())
                    .containsExactly(0, 1, 2);
            assertThat(detector.alerts())
                    .extracting(Alert::getRuleName, Alert::getState)
                    .containsExactly(tuple("swarm", AlertState.ended), tuple("again", AlertState.ended));
        }
    }

    @Test
    void goesOnWithEachClockAfterARestart() {
        try (DetectorFixture before = detector();
                DetectorFixture after = detector()) {
            // Given
            read(before, "staff-1", 0);
            before.tick(Duration.ofMinutes(1));

            // When
            after.takeOver(before);
            read(after, "staff-2", 70);
            after.tick(Duration.ofSeconds(73));

            // Then
            assertThat(after.alerts()).extracting(Alert::getRuleName).containsExactly("swarm", "again");

            // When
            after.tick(Duration.ofHours(10));

            // Then
            for (CorrelationPlace place : List.of(CorrelationPlace.atSource(), CorrelationPlace.behindSignals(1))) {
                assertThat(List.of(
                                DetectorTopology.GROUPS,
                                DetectorTopology.GROUP_EVENTS,
                                DetectorTopology.SHOWN_BY_ALERT,
                                DetectorTopology.TIMERS))
                        .allSatisfy(store ->
                                assertThat(after.entries(place.store(store))).isZero());
            }
        }
    }

    private static DetectorFixture detector() {
        return new DetectorFixture(List.of(READ), List.of(BULK, SWARM, AGAIN), (event, sink) -> sink.accept(READ));
    }

    private static void read(DetectorFixture detector, String actor, long from) {
        for (int i = 0; i < 3; i++) {
            detector.see(TestEvents.read(actor + "-" + from + "-" + i, START.plusSeconds(from + i), actor)
                    .build());
        }
    }

    private static CorrelationRule count(
            String id, String over, List<String> groupBy, int threshold, int level, boolean alerts) {
        return new CorrelationRule(
                TestRules.metadata(id, "source", "tenant"),
                Type.EVENT_COUNT,
                List.of(over),
                Grouping.by(groupBy),
                TIMESPAN,
                new Measure(Bounds.atLeast(threshold), List.of(), null, null),
                Extensions.NONE,
                level,
                alerts);
    }
}
