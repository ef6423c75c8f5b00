package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What correlations are read as, and which are rejected, and why. The correlation of each case is called c. */
class CorrelationShapesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Vectors.Case> CASES =
            Vectors.in("sigma-vectors/correlations", Set.of("name", "rules", "model", "silent", "rejected"));

    static Stream<Vectors.Case> models() {
        return CASES.stream().filter(it -> it.node().has("model"));
    }

    static Stream<Vectors.Case> rejected() {
        return CASES.stream().filter(it -> it.node().has("rejected"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void isReadAsWritten(Vectors.Case vector) {
        // When
        RuleParser.Result result = vector.parse();

        // Then
        assertThat(result.errors()).isEmpty();
        RuleSet rules = RuleSet.faultless(result);
        Map<String, @Nullable Object> model =
                model((CorrelationRule) rules.byId("c").orElseThrow());
        vector.node().get("model").properties().forEach(expected -> {
            JsonNode actual = JSON.valueToTree(model.get(expected.getKey()));
            assertThat(actual).as(expected.getKey()).isEqualTo(expected.getValue());
        });
        if (vector.node().has("silent")) {
            assertThat(rules.rules())
                    .filteredOn(rule -> !rule.alerts())
                    .extracting(rule -> rule.metadata().name())
                    .containsExactlyInAnyOrderElementsOf(vector.list("silent").stream()
                            .map(name -> name.asText())
                            .toList());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rejected")
    void isRejectedWithItsReason(Vectors.Case vector) {
        // When
        RuleParser.Result result = vector.parse();

        // Then
        assertThat(result.rules()).noneMatch(rule -> rule.metadata().name().equals("c"));
        assertThat(result.errors()).anySatisfy(error -> {
            assertThat(error.reason()).contains(vector.node().get("rejected").asText());
            assertThat(error.path()).containsAnyOf("correlation", "phiwatch", "generate");
            assertThat(error.line()).isPositive();
        });
    }

    private static Map<String, @Nullable Object> model(CorrelationRule rule) {
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        model.put("type", rule.type().sigmaName());
        model.put("rules", rule.rules());
        model.put("group-by", rule.grouping().names());
        model.put("aliases", rule.grouping().aliases());
        model.put("timespan", rule.timespan().toString());
        model.put("bounds", bounds(rule.measure().bounds()));
        model.put("field", rule.measure().field());
        model.put("percentile", rule.measure().percentile());
        Presence presence = rule.measure().presence();
        model.put("presence", presence == null ? null : text(presence));
        model.put("max-per-value", rule.extensions().maxPerValue());
        CorrelationRule.Ratio ratio = rule.extensions().ratio();
        model.put("ratio", ratio == null ? null : ratio.of() + " " + bounds(ratio.bounds()));
        model.put("sequence", rule.extensions().sequence());
        model.put("max-delay", String.valueOf(rule.extensions().maxDelay()));
        model.put("level", rule.level());
        model.put("deferred", rule.isDeferred());
        model.put("alerts", rule.alerts());
        return model;
    }

    private static List<String> bounds(Bounds bounds) {
        return bounds.comparisons().stream()
                .map(comparison -> comparison.operator() + " " + comparison.value())
                .toList();
    }

    private static String text(Presence presence) {
        return switch (presence) {
            case Presence.Seen seen -> seen.ruleId();
            case Presence.All all -> joined(all.parts(), " and ");
            case Presence.Any any -> joined(any.parts(), " or ");
            case Presence.No no -> "not " + nested(no.part());
        };
    }

    private static String joined(List<Presence> parts, String operator) {
        return parts.stream().map(CorrelationShapesTest::nested).collect(Collectors.joining(operator));
    }

    private static String nested(Presence presence) {
        boolean isGroup = presence instanceof Presence.All || presence instanceof Presence.Any;
        return isGroup ? "(" + text(presence) + ")" : text(presence);
    }
}
