package io.phiwatch.detector.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.TestEvents;
import io.phiwatch.detector.TestRules;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalRuleTest {
    private static final Instant TIME = Instant.parse("2026-03-02T09:00:00Z");
    private static final DetectionRule READ = TestRules.detection("phi-read", false);
    private static final Duration TIMESPAN = Duration.ofMinutes(10);

    @Test
    void countsEachElementOfAList() {
        List<Signal> signals = signals(
                TestRules.valueCount("bulk", "phi-read", 3, TIMESPAN),
                TestEvents.read("event-1", TIME, "staff-1", "token-1", "token-2", "token-1"));

        assertThat(signals).singleElement().satisfies(signal -> {
            assertThat(signal.getValues()).containsExactly("token-1", "token-2");
            assertThat(signal.getGroup()).containsExactly("staff-1");
            assertThat(signal.getEntity()).isEqualTo("staff-1");
            assertThat(signal.getRuleId()).isEqualTo("bulk-id");
            assertThat(signal.getMaxDelayMs()).isEqualTo(600_000);
        });
    }

    @Test
    void givesEachElementOfAListedGroupFieldItsOwnGroup() {
        List<Signal> signals = signals(
                grouped("actor.id", "patients"), TestEvents.read("event-1", TIME, "staff-1", "token-1", "token-2"));

        assertThat(signals)
                .extracting(Signal::getGroup)
                .containsExactly(List.of("staff-1", "token-1"), List.of("staff-1", "token-2"));
    }

    @Test
    void sumsNumbersAndAttributesThatAreNumbers() {
        CorrelationRule sum = TestRules.valueSum("export", "phi-read", 500, TIMESPAN);

        assertThat(signals(sum, TestEvents.read("event-1", TIME, "staff-1").setRecordsCount(40L)))
                .singleElement()
                .satisfies(signal -> assertThat(signal.getAmount()).isEqualTo(40.0));
        assertThat(signals(sum, TestEvents.read("event-1", TIME, "staff-1"))).isEmpty();
    }

    @Test
    void belongsToNoGroupWhereAGroupFieldIsMissing() {
        assertThat(signals(grouped("client.ip"), TestEvents.read("event-1", TIME, "staff-1")))
                .isEmpty();
    }

    @Test
    void namesTheFirstIdentityThatIsThereElseTheSource() {
        EventFields fields = new EventFields();
        EntityIdentity identity = new EntityIdentity(
                TestRules.metadata("rule", "client", "client.prefix|client.ip", "actor.id")
                        .entity(),
                fields);

        assertThat(identity.of(event(TestEvents.read("e", TIME, "staff-1").setClientIp("ip-token"))))
                .isEqualTo("ip-token|staff-1");
        assertThat(identity.of(event(TestEvents.read("e", TIME, "staff-1")
                        .setClientPrefix("prefix-token")
                        .setClientIp("ip-token"))))
                .isEqualTo("prefix-token|staff-1");
        assertThat(identity.of(event(TestEvents.read("e", TIME, "x").setActorId(null))))
                .isEqualTo("fhir-main");
    }

    private static CorrelationRule grouped(String... groupBy) {
        CorrelationRule rule = TestRules.eventCount("count", "phi-read", 3, TIMESPAN);
        return new CorrelationRule(
                rule.metadata(),
                rule.type(),
                rule.rules(),
                CorrelationRule.Grouping.by(List.of(groupBy)),
                rule.timespan(),
                rule.measure(),
                rule.extensions(),
                rule.level(),
                true);
    }

    private static List<Signal> signals(CorrelationRule rule, AccessEvent.Builder event) {
        return new SignalRule(rule, new EventFields()).signals(List.of(READ.metadata()), event(event));
    }

    private static EnrichedEvent event(AccessEvent.Builder event) {
        AccessEvent access = event.build();
        return new EnrichedEvent(access, EventRefs.of(access, "phiwatch.access.portal", 0, 1), null);
    }
}
