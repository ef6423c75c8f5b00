package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.sigma.CorrelationRule.Type;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrelationParserTest {
    private static final String BASE =
            Rules.access("base", "s: {action: login}\ncondition: s", "id: 11111111-2222-3333-4444-555555555555\n");

    private static String correlation(String body) {
        return "title: C\nname: c\ncorrelation: " + body + "\n";
    }

    private static CorrelationRule parsed(String... texts) {
        return (CorrelationRule) Rules.of(texts).byId("c").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"90s, 90", "10m, 600", "2h, 7200", "3d, 259200", "2w, 1209600", "1M, 2629746", "1y, 31556952"})
    void timespansHaveUnits(String timespan, long seconds) {
        // When
        CorrelationRule rule = parsed(BASE + "---\n"
                + correlation("{type: event_count, rules: base, timespan: " + timespan + ", condition: {gt: 3}}"));

        // Then
        assertThat(rule.timespan()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(rule.measure().bounds())
                .isEqualTo(new Bounds(List.of(new Bounds.Comparison(Bounds.Operator.GT, 3))));
        assertThat(rule.grouping().names()).isEmpty();
        assertThat(rule.alerts()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"base", "11111111-2222-3333-4444-555555555555"})
    void referencesAreIdsOrNamesOfAnyFile(String reference) {
        // When
        CorrelationRule rule = parsed(
                correlation("{type: value_count, rules: [" + reference
                        + "], group-by: [actor.id], timespan: 1h, condition: {field: [patients, client.ip], gte: 2}}"),
                BASE);

        // Then
        assertThat(rule.rules()).containsExactly("11111111-2222-3333-4444-555555555555");
        assertThat(rule.type()).isEqualTo(Type.VALUE_COUNT);
        assertThat(rule.measure().field()).containsExactly("patients", "client.ip");
        assertThat(rule.grouping().names()).containsExactly("actor.id");
        assertThat(rule.measure().bounds()).isEqualTo(Bounds.atLeast(2));
    }

    @Test
    void sumsTakeFractions() {
        // When
        CorrelationRule rule = parsed(BASE + "---\n"
                + correlation("{type: value_sum, rules: [base], timespan: 1h, condition: {field: bytes, gte: 2.5}}"));

        // Then
        assertThat(rule.measure().bounds()).isEqualTo(Bounds.atLeast(2.5));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            ; ; false
            generate: true; ; true
            ; , generate: true; true
            generate: false; , generate: false; false
            """)
    void generateIsReadInBothPlaces(String outer, String inner, boolean expected) {
        // Given
        String text = BASE + "---\n"
                + correlation("{type: event_count, rules: [base], timespan: 1m, condition: {gte: 3}"
                        + (inner == null ? "" : inner) + "}")
                + (outer == null ? "" : outer);

        // When
        Rule base = Rules.of(text).byId("base").orElseThrow();

        // Then
        assertThat(base.alerts()).isEqualTo(expected);
    }

    @Test
    void aCorrelationInAnotherFileDoesNotSilenceARule() {
        // When
        RuleSet rules =
                Rules.of(BASE, correlation("{type: event_count, rules: [base], timespan: 1m, condition: {gte: 3}}"));

        // Then
        DetectionRule base = (DetectionRule) rules.byId("base").orElseThrow();
        assertThat(base.alerts()).isTrue();
        assertThat(rules.correlationsOf(base))
                .extracting(rule -> rule.metadata().name())
                .containsExactly("c");
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            {rules: [base], timespan: 1m, condition: {gte: 3}}; correlation.type; required
            {type: events, rules: [base], timespan: 1m, condition: {gte: 3}}; correlation.type; no correlation type
            {type: event_count, timespan: 1m, condition: {gte: 3}}; correlation.rules; required
            {type: event_count, rules: [nope], timespan: 1m, condition: {gte: 3}}; correlation.rules; no rule without fault is called 'nope'
            {type: event_count, rules: [c], timespan: 1m, condition: {gte: 3}}; correlation.rules; refers to itself: c → c
            {type: event_count, rules: [base], condition: {gte: 3}}; correlation.timespan; required
            {type: event_count, rules: [base], timespan: 1x, condition: {gte: 3}}; correlation.timespan; s, m, h, d, w, M or y
            {type: event_count, rules: [base], timespan: 0s, condition: {gte: 3}}; correlation.timespan; above 0
            {type: event_count, rules: [base], timespan: 1m}; correlation.condition; required
            {type: event_count, rules: [base], timespan: 1m, condition: {}}; correlation.condition; needs one of gt, gte
            {type: event_count, rules: [base], timespan: 1m, condition: {gte: 2.5}}; correlation.condition.gte; whole number
            {type: event_count, rules: [base], timespan: 1m, condition: {gte: 0}}; correlation.condition; nothing at all
            {type: event_count, rules: [base], timespan: 1m, condition: {gte: '3'}}; correlation.condition.gte; must be a number
            {type: event_count, rules: [base], timespan: 1m, condition: {gte: 3, field: bytes}}; correlation.condition.field; not a field
            {type: value_count, rules: [base], timespan: 1m, condition: {gte: 3}}; correlation.condition.field; required
            {type: value_sum, rules: [base], timespan: 1m, condition: {gte: 3, field: [bytes, phi.count]}}; correlation.condition.field; only value_count takes more than one field
            {type: value_sum, rules: [base], timespan: 1m, condition: {gte: 3, field: byte}}; correlation.condition; did you mean 'bytes'?
            {type: event_count, rules: [base], group-by: [actor], timespan: 1m, condition: {gte: 3}}; correlation.group-by; no such field 'actor'
            {type: event_count, rules: [base], timespan: 1m, condition: {gte: 3}, window: sliding}; correlation.window; unknown key
            {type: event_count, rules: [base], timespan: 1m, condition: {gte: 3}, generate: often}; correlation.generate; true or false
            """)
    void rejectsWithPlaceAndReason(String body, String path, String reason) {
        // When
        var errors = Rules.errors(BASE + "---\n" + correlation(body));

        // Then
        assertThat(errors).anySatisfy(error -> {
            assertThat(error.path()).isEqualTo(path);
            assertThat(error.line()).isEqualTo(11);
            assertThat(error.reason()).contains(reason);
        });
    }
}
