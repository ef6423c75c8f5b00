package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.sigma.Explain.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private static final String READ = """
            title: Read
            name: phi-read
            logsource: {product: phiwatch, category: access}
            detection:
              read: {action: [read, search], patients|exists: true, records.count|gte: 5}
              known: {actor.id|startswith: svc-}
              condition: read and not known
            phiwatch:
              surfaces: [portal]
            """;

    private static final String MANY = """
            ---
            title: Many
            name: many
            correlation:
              type: value_count
              rules: [phi-read]
              group-by: [actor.id]
              timespan: 10m
              condition: {field: patients, gte: 3}
            """;

    private static final Map<String, Object> EVENT = Map.of(
            "action",
            "read",
            "surface",
            "portal",
            "actor.id",
            "ann",
            "patients",
            List.of("p1", "p2"),
            "records.count",
            7);

    @Test
    void tellsEachPartOfAMatch() {
        assertThat(lines(false, "phi-read", EVENT))
                .containsExactly(
                        "true rule phi-read",
                        " true surface is one of portal: a text of 6 characters",
                        " true all of",
                        "  true all of",
                        "   true action is 'read' or is 'search': a text of 4 characters",
                        "   true patients is there: a list of 2",
                        "   true records.count >= 5: a number",
                        "  true not",
                        "   false actor.id is like 'svc-*': a text of 3 characters");
    }

    @Test
    void tellsWhatIsAbsentAndWhatDiffers() {
        Map<String, Object> event = Map.of("action", "export", "surface", "admin", "records.count", 7);

        assertThat(lines(false, "phi-read", event))
                .contains(
                        "false rule phi-read",
                        " false surface is one of portal: a text of 5 characters",
                        "   false action is 'read' or is 'search': a text of 6 characters",
                        "   false patients is there: absent");
    }

    @Test
    void showsValuesOnlyWhereItMay() {
        assertThat(String.join("\n", lines(false, "phi-read", EVENT))).doesNotContain("ann", "p1", "7");
        assertThat(lines(true, "phi-read", EVENT))
                .contains(
                        "   true patients is there: ['p1', 'p2']",
                        "   false actor.id is like 'svc-*': 'ann'",
                        "   true records.count >= 5: '7'");
    }

    @Test
    void tellsWhetherACorrelationCountsTheEvent() {
        assertThat(lines(false, "many", EVENT))
                .startsWith("true correlation many", " true one of the rules that it is over matches")
                .endsWith(
                        " true its group has actor.id: a text of 3 characters",
                        " true it measures patients: a list of 2");

        Map<String, Object> anonymous =
                Map.of("action", "read", "surface", "portal", "patients", List.of("p1"), "records.count", 7);
        assertThat(lines(false, "many", anonymous))
                .contains("false correlation many", " false its group has actor.id: absent");
    }

    @Test
    void tellsThatTheLogSourceIsAnother() {
        RuleSet rules = Rules.of(Rules.anywhere("s: {Image: a}\ncondition: s"));
        Rule rule = rules.byId("test").orElseThrow();

        Reason reason =
                new Explain<>(rules, new MapFields(), Matcher::isAboutAccess, false).why(rule, Map.of("Image", "a"));

        assertThat(reason.isTrue()).isFalse();
        assertThat(reason.parts()).extracting(Reason::isTrue).containsExactly(false, true);
    }

    /** The matcher and the explanation agree on the whole, whatever the rule. */
    @Test
    void agreesWithTheMatcher() {
        List<String> detections = List.of(
                "a: {x: [1, 2], y|contains: b}\ncondition: a",
                "a: {x: null}\ncondition: not a",
                "a: ['k*', 'm']\ncondition: a",
                "a: {x|re: '^[0-9]$'}\nb: {y|cidr: 10.0.0.0/8}\ncondition: 1 of them",
                "a: {x|gt: 1, x|lt: 3}\ncondition: a");
        List<Map<String, Object>> events = List.of(
                Map.of(),
                Map.of("x", 2, "y", "abc"),
                Map.of("x", List.of()),
                Map.of("y", "10.1.2.3"),
                Map.of("z", "kk"));

        for (String detection : detections) {
            RuleSet rules = Rules.of(Rules.anywhere(detection));
            Explain<Map<String, Object>> explain = new Explain<>(rules, new MapFields(), any -> true, false);
            for (Map<String, Object> event : events) {
                assertThat(explain.why(rules.rules().getFirst(), event).isTrue())
                        .as("%s on %s", detection, event)
                        .isEqualTo(Rules.matches(detection, event));
            }
        }
    }

    private static List<String> lines(boolean showValues, String rule, Map<String, Object> event) {
        RuleSet rules = Rules.of(READ + MANY);
        List<String> lines = new ArrayList<>();
        add(
                new Explain<>(rules, new MapFields(), any -> true, showValues)
                        .why(rules.byId(rule).orElseThrow(), event),
                "",
                lines);
        return lines;
    }

    private static void add(Reason reason, String indent, List<String> lines) {
        lines.add(
                indent + reason.isTrue() + ' ' + reason.text() + (reason.found() == null ? "" : ": " + reason.found()));
        reason.parts().forEach(part -> add(part, indent + ' ', lines));
    }
}
