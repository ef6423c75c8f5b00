package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.schema.Level;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other values for a rule, in a document of its own. */
class RuleOverrideTest {
    private static final RuleFile RULES = new RuleFile("failed.yml", """
            title: Failed
            name: failed
            logsource: {category: access}
            detection:
              login: {action: login, outcome: failure}
              condition: login
            ---
            title: Old
            name: old
            logsource: {category: access}
            detection:
              old: {"behavior.session.age_hours|gt": 12, phi.tier: [2, 3]}
              condition: old
            ---
            title: Large
            name: large
            logsource: {category: access}
            detection:
              large: {"records.count|gte": 10, "phi.tier|gte": 2}
              condition: large
            ---
            title: Many failed
            name: many-failed
            correlation:
              type: event_count
              rules: [failed]
              group-by: [actor.id]
              timespan: 10m
              condition: {gte: 10}
            level: medium
            ---
            title: Failed twice over
            name: chain
            correlation:
              type: temporal
              rules: [many-failed]
              group-by: [actor.id]
              timespan: 1h
            """);

    private static RuleParser.Result with(String override) {
        return RuleParser.parse(
                List.of(RULES, new RuleFile("override.yml", "title: Other values\noverride: " + override)));
    }

    private static Rule rule(RuleParser.Result result, String name) {
        return RuleSet.faultless(result).byId(name).orElseThrow();
    }

    @Test
    void changesThresholdTimespanAndLevel() {
        // When
        RuleParser.Result result = with("{rule: many-failed, threshold: 5, timespan: 2m, level: high}");

        // Then
        assertThat(result.errors()).isEmpty();
        CorrelationRule rule = (CorrelationRule) rule(result, "many-failed");
        assertThat(rule.measure().bounds()).isEqualTo(Bounds.atLeast(5));
        assertThat(rule.timespan()).isEqualTo(Duration.ofMinutes(2));
        assertThat(rule.metadata().level()).isEqualTo(Level.high);
    }

    @Test
    void changesTheMeaningOfTheRuleAndOfWhatIsOverIt() {
        // Given
        RuleParser.Result before = RuleParser.parse(List.of(RULES));

        // When
        RuleParser.Result after = with("{rule: many-failed, threshold: 5}");

        // Then
        for (String name : List.of("many-failed", "chain")) {
            assertThat(rule(after, name).metadata().hash())
                    .isNotEqualTo(rule(before, name).metadata().hash());
        }
        assertThat(rule(after, "failed").metadata().hash())
                .isEqualTo(rule(before, "failed").metadata().hash());
    }

    @Test
    void changesTheOneNumberOfARuleOverSingleEvents() {
        // Given
        RuleParser.Result before = RuleParser.parse(List.of(RULES));

        // When
        RuleParser.Result after = with("{rule: old, threshold: 8.5, level: high}");

        // Then
        assertThat(after.errors()).isEmpty();
        DetectionRule rule = (DetectionRule) rule(after, "old");
        assertThat(Comparisons.of(rule.condition()))
                .containsExactly(new Condition.Item(
                        "behavior.session.age_hours", new CompareTest(CompareTest.Operator.GT, new BigDecimal("8.5"))));
        assertThat(rule.metadata().level()).isEqualTo(Level.high);
        assertThat(rule.metadata().hash())
                .isNotEqualTo(rule(before, "old").metadata().hash());
    }

    @Test
    void aLevelAloneKeepsTheMeaning() {
        // Given
        RuleParser.Result before = RuleParser.parse(List.of(RULES));

        // When
        RuleParser.Result after = with("{rule: failed, level: low}");

        // Then
        assertThat(rule(after, "failed").metadata().level()).isEqualTo(Level.low);
        assertThat(rule(after, "failed").metadata().hash())
                .isEqualTo(rule(before, "failed").metadata().hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{rule: nothing, threshold: 5} | no rule without fault is called 'nothing'",
                "{rule: failed, threshold: 5} | the rule compares with no single number",
                "{rule: failed, timespan: 5m} | a rule over single events has no timespan",
                "{rule: large, threshold: 5} | the rule compares with no single number",
                "{rule: chain, threshold: 2} | the rule compares with no single number",
                "{rule: many-failed, threshold: 0} | a count is compared with a whole number from 1 on",
                "{rule: many-failed, threshold: 2.5} | a count is compared with a whole number from 1 on",
                "{rule: many-failed, threshold: ten} | must be a number",
                "{rule: many-failed, timespan: soon} | must be",
                "{rule: many-failed, level: worse} | no level is named 'worse'",
                "{rule: many-failed} | needs one of threshold, timespan, level beside it",
                "{rule: many-failed, level: high, group-by: x} | unknown key 'group-by'"
            })
    void rejectsWhatFitsNoRule(String override, String reason) {
        // When
        RuleParser.Result result = with(override);

        // Then
        assertThat(result.errors()).singleElement().satisfies(error -> {
            assertThat(error.file()).isEqualTo("override.yml");
            assertThat(error.toString()).contains(reason);
        });
    }

    @Test
    void rejectsTwoOverridesOfOneRule() {
        // When
        RuleParser.Result result = RuleParser.parse(List.of(
                RULES,
                new RuleFile("a.yml", "title: A\noverride: {rule: many-failed, threshold: 5}"),
                new RuleFile("b.yml", "title: B\noverride: {rule: many-failed, threshold: 6}")));

        // Then
        assertThat(result.errors())
                .singleElement()
                .satisfies(error ->
                        assertThat(error.toString()).contains("b.yml").contains("'many-failed' has another override"));
    }
}
