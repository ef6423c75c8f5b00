package io.phiwatch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.event.EventFields;
import io.phiwatch.detector.event.EventRefs;
import io.phiwatch.detector.sigma.Matcher;
import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.schema.AccessEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuredMatcherTest {
    private static final String RULE = """
            title: r
            name: r
            logsource: {product: phiwatch, category: access}
            detection: {s: {action: %s}, condition: s}
            """;

    private record Work(String ruleId, long evaluated, boolean timed) {}

    private static List<Work> report(MeasuredMatcher matcher) {
        List<Work> reported = new ArrayList<>();
        matcher.report((ruleId, evaluated, nanos) -> reported.add(new Work(ruleId, evaluated, nanos > 0)));
        return reported;
    }

    @Test
    void reportsWhatWasDoneSinceTheLastReport() {
        // Given
        RuleSet rules = RuleSet.of(List.of(
                new RuleFile("a.yml", RULE.formatted("read").replace("name: r", "name: reads")),
                new RuleFile("b.yml", RULE.formatted("export").replace("name: r", "name: exports"))));
        MeasuredMatcher matcher = new MeasuredMatcher(Matcher.compile(rules, new EventFields()));
        AccessEvent read = TestEvents.read("e-1", Instant.EPOCH, "staff-1").build();
        EnrichedEvent event = new EnrichedEvent(read, EventRefs.of(read, "t", 0, 0), null);

        // When
        for (int i = 0; i < Matcher.TIMED_EVERY; i++) {
            matcher.match(event, rule -> {});
        }
        List<Work> first = report(matcher);
        matcher.match(event, rule -> {});
        List<Work> second = report(matcher);

        // Then
        assertThat(first).containsExactly(new Work("reads", Matcher.TIMED_EVERY, true));
        assertThat(second).containsExactly(new Work("reads", 1, false));
        assertThat(report(matcher)).isEmpty();
    }
}
