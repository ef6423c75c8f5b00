package io.phiwatch.detector;

import static io.phiwatch.detector.DetectorFixture.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EventRef;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is counted for each rule, and what a rule that throws leads to. */
final class RuleMetricsTest {
    private static final DetectionRule READ = TestRules.detection("phi-read", false);
    private static final DetectionRule MFA = TestRules.detection("mfa-disabled", true);
    private static final DetectionRule FAULTY = TestRules.detection("faulty", true);
    private static final CorrelationRule MANY_READS =
            TestRules.eventCount("many-reads", "phi-read", 2, Duration.ofMinutes(10));
    private static final String VALUE = "Jane Doe, 123-45-6789";

    /** Reads match a rule, changes of a second factor another; on deletions a third one throws. */
    private record Judge(BiConsumer<DetectionRule, RuntimeException> quarantine) implements RuleMatcher {
        @Override
        public void match(EnrichedEvent event, Consumer<DetectionRule> sink) {
            switch (event.access().getAction()) {
                case read -> sink.accept(READ);
                case mfa_change -> sink.accept(MFA);
                case delete -> {
                    quarantine.accept(FAULTY, new IllegalStateException(VALUE));
                    sink.accept(MFA);
                }
                default -> {
                    // no rule
                }
            }
        }

        @Override
        public void report(RuleWork work) {
            work.did(READ.metadata().id(), 4, 1_000);
        }
    }

    @Test
    void countersFormTheirEquations() {
        try (DetectorFixture detector = detector()) {
            // When: three events in time, one repeated, one without an actor, one too late, one that alerts by itself
            detector.see(read("e-1", 0));
            detector.see(read("e-2", 1));
            detector.see(read("e-2", 1));
            detector.see(read("e-3", 2));
            detector.see(TestEvents.read("e-4", START.plusSeconds(3), "staff-1")
                    .setActorId(null)
                    .build());
            detector.tick(Duration.ofMinutes(30));
            detector.see(read("e-5", 4), Duration.ofMinutes(30));
            detector.see(TestEvents.read("e-6", START.plusSeconds(1800), "staff-1")
                    .setAction(Action.mfa_change)
                    .build());

            // Then
            assertThat(detector.count("phiwatch.detector.events")).isEqualTo(7);
            assertThat(detector.count("phiwatch.detector.events.repeated")).isOne();
            assertThat(of(detector, "matched", "phi-read-id"))
                    .isEqualTo(of(detector, "grouped", "many-reads-id") + of(detector, "no.group", "many-reads-id"))
                    .isEqualTo(5);
            assertThat(of(detector, "signals", "many-reads-id"))
                    .isEqualTo(of(detector, "counted", "many-reads-id")
                            + of(detector, "late", "many-reads-id")
                            + detector.count("phiwatch.detector.signals.without.rule"))
                    .isEqualTo(4);
            assertThat(of(detector, "late", "many-reads-id")).isOne();
            assertThat(of(detector, "fired", "many-reads-id")).isOne();
            assertThat(of(detector, "suppressed", "many-reads-id")).isOne();
            assertThat(of(detector, "matched", "mfa-disabled-id"))
                    .isEqualTo(of(detector, "fired", "mfa-disabled-id"))
                    .isOne();
            assertThat(of(detector, "evaluated", "phi-read-id")).isEqualTo(4);
            assertThat(of(detector, "evaluation.nanos", "phi-read-id")).isEqualTo(1_000);
        }
    }

    @Test
    void tellsOfARuleThatThrowsOnceAnHourAndGoesOn() {
        try (DetectorFixture detector = detector()) {
            // When
            detector.see(deletion("e-1", 0));
            detector.see(deletion("e-2", 60));
            detector.see(deletion("e-3", 3_600));

            // Then
            List<Alert> alerts = detector.alerts();
            assertThat(alerts)
                    .extracting(Alert::getRuleName)
                    .containsExactly(
                            "phiwatch-rule-quarantined",
                            "mfa-disabled",
                            "mfa-disabled",
                            "phiwatch-rule-quarantined",
                            "mfa-disabled");
            assertThat(alerts.getFirst()).satisfies(alert -> {
                assertThat(alert.getExplanation())
                        .isEqualTo("rule faulty threw java.lang.IllegalStateException and was left out for the event;"
                                + " told once an hour");
                assertThat(alert.getEntityId()).isEqualTo("rule faulty");
                assertThat(alert.getEvents()).extracting(EventRef::getEventId).containsExactly("e-1");
            });
            assertThat(alerts).noneMatch(alert -> alert.toString().contains("Jane"));
            assertThat(alerts.stream().map(Alert::getAlertId)).doesNotHaveDuplicates();
            assertThat(of(detector, "quarantined", "faulty-id")).isEqualTo(3);
        }
    }

    @Test
    void tellsHowManyGroupsARuleRemembers() {
        MeterRegistry registry;
        try (DetectorFixture detector = detector()) {
            registry = detector.metrics;

            // When
            detector.see(read("event-1", 0, "staff-1"));
            detector.see(read("event-2", 0, "staff-2"));
            detector.see(read("event-3", 1, "staff-2"));

            // Then
            assertThat(remembered(registry)).isEqualTo(2);
            detector.tick(Duration.ofHours(10));
            assertThat(remembered(registry)).isZero();
            detector.see(read("event-4", 36_000, "staff-3"));
            assertThat(remembered(registry)).isEqualTo(1);
        }
        assertThat(remembered(registry)).as("another task goes on with them").isZero();
    }

    private static double remembered(MeterRegistry registry) {
        return registry.get("phiwatch.rule.state.entries")
                .tag("rule", MANY_READS.metadata().id())
                .gauge()
                .value();
    }

    private static DetectorFixture detector() {
        return new DetectorFixture(List.of(READ, MFA, FAULTY), List.of(MANY_READS), Judge::new);
    }

    private static AccessEvent read(String id, long second) {
        return read(id, second, "staff-1");
    }

    private static AccessEvent read(String id, long second, String actor) {
        return TestEvents.read(id, START.plusSeconds(second), actor)
                .setSourceRepeats(true)
                .build();
    }

    private static AccessEvent deletion(String id, long second) {
        return TestEvents.read(id, START.plusSeconds(second), "staff-1")
                .setAction(Action.delete)
                .build();
    }

    private static double of(DetectorFixture detector, String metric, String ruleId) {
        Counter counter = detector.metrics
                .find("phiwatch.rule." + metric)
                .tag("rule", ruleId)
                .counter();
        return counter == null ? 0 : counter.count();
    }
}
