package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatcherTest {
    private static final Predicate<DetectionRule> ALL = rule -> true;

    /** Counts how often each field is read. */
    private static final class CountingFields implements Fields<Map<String, Object>> {
        private final Map<String, Integer> reads = new HashMap<>();
        private final MapFields fields = new MapFields();

        @Override
        public Accessor<Map<String, Object>> accessor(String name) {
            Accessor<Map<String, Object>> accessor = fields.accessor(name);
            return event -> {
                reads.merge(name, 1, Integer::sum);
                if (name.equals("attributes.broken")) {
                    throw new IllegalStateException("broken");
                }
                return accessor.get(event);
            };
        }

        @Override
        public Iterable<Object> values(Map<String, Object> event) {
            return fields.values(event);
        }
    }

    private static List<String> names(Matcher<Map<String, Object>> matcher, Map<String, Object> event) {
        List<String> names = new ArrayList<>();
        matcher.match(event, rule -> names.add(rule.metadata().name()));
        return names;
    }

    @ParameterizedTest(name = "surfaces {0} and service {1} on {2} is {3}")
    @CsvSource(delimiter = ';', textBlock = """
            ; ; portal; true
            [portal]; ; portal; true
            [portal]; ; checkout; false
            [portal, admin]; ; admin; true
            ; portal; portal; true
            ; portal; admin; false
            [portal, admin]; admin; portal; false
            [portal]; ; ; true
            """)
    void rulesAreRoutedBySurface(String surfaces, String service, String surface, boolean expected) {
        // Given
        String rule = "title: r\nname: r\nlogsource: {category: access"
                + (service == null ? "" : ", service: " + service)
                + "}\ndetection: {s: {action: login}, condition: s}\n"
                + (surfaces == null ? "" : "phiwatch: {surfaces: " + surfaces + "}");
        Map<String, Object> event = new HashMap<>(Map.of("action", "login"));
        if (surface != null) {
            event.put("surface", surface);
        }

        // When
        List<String> matched = names(Matcher.compile(Rules.of(rule), new MapFields()), event);

        // Then
        assertThat(matched).hasSize(expected ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            {category: access}; true
            {category: access, product: phiwatch}; true
            {product: phiwatch, category: access, service: portal}; true
            {category: access, product: apache}; false
            {product: phiwatch}; false
            {category: process_creation, product: windows}; false
            """)
    void rulesAboutOtherLogSourcesAreLeftOut(String logsource, boolean expected) {
        // Given
        RuleSet rules =
                Rules.of("title: r\nlogsource: " + logsource + "\ndetection: {s: {action: login}, condition: s}");

        // When
        List<String> matched = names(Matcher.compile(rules, new MapFields()), Map.of("action", "login"));

        // Then
        assertThat(matched).hasSize(expected ? 1 : 0);
    }

    @Test
    void fieldsAreReadOnceForAnEventHoweverManyRulesNameThem() {
        // Given
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            texts.add(Rules.access(
                    "r" + i,
                    "s: {action: login, actor.id|contains: a}\nt: {object.id: o" + i + "}\ncondition: s or t",
                    ""));
        }
        CountingFields fields = new CountingFields();
        Matcher<Map<String, Object>> matcher =
                Matcher.compile(Rules.of(texts.toArray(String[]::new)), fields, ALL, (rule, failure) -> {});

        // When
        List<String> first = names(matcher, Map.of("action", "login", "actor.id", "ada", "object.id", "x"));
        List<String> second = names(matcher, Map.of("action", "logout", "actor.id", "ada", "object.id", "o7"));

        // Then
        assertThat(first).hasSize(50);
        assertThat(second).containsExactly("r7");
        assertThat(fields.reads.values()).allSatisfy(reads -> assertThat(reads).isLessThanOrEqualTo(2));
    }

    @Test
    void rulesThatRequireAnotherValueAreNotLookedAt() {
        // Given
        RuleSet rules = Rules.of(
                Rules.access("a", "s: {action: login, bytes|gt: 1}\ncondition: s", ""),
                Rules.access("b", "s: {action: [read, export], phi.tier|gt: 1}\ncondition: s", ""));
        CountingFields fields = new CountingFields();
        Matcher<Map<String, Object>> matcher = Matcher.compile(rules, fields, ALL, (rule, failure) -> {});

        // When
        List<String> matched = names(matcher, Map.of("action", "EXPORT", "phi.tier", 3, "bytes", 5));

        // Then
        assertThat(matched).containsExactly("b");
        assertThat(fields.reads).doesNotContainKey("bytes");
    }

    @Test
    void aRuleThatThrowsIsQuarantinedAndTheOthersGoOn() {
        // Given
        RuleSet rules = Rules.of(
                Rules.access("bad", "s: {attributes.broken|contains: x}\ncondition: s", ""),
                Rules.access("worse", "s: {attributes.broken: x}\ncondition: s", ""),
                Rules.access("good", "s: {action: login}\ncondition: s", ""));
        List<String> quarantined = new ArrayList<>();
        Matcher<Map<String, Object>> matcher = Matcher.compile(
                rules,
                new CountingFields(),
                ALL,
                (rule, failure) -> quarantined.add(rule.metadata().name() + " " + failure.getMessage()));

        // When
        List<String> matched = names(matcher, Map.of("action", "login"));

        // Then
        assertThat(matched).containsExactly("good");
        assertThat(quarantined).containsExactlyInAnyOrder("bad broken", "worse broken");
    }

    @Test
    void failuresOfTheSinkAreNotTakenForFailuresOfTheRule() {
        // Given
        RuleSet rules = Rules.of(Rules.access("r", "s: {action: login}\ncondition: s", ""));
        Matcher<Map<String, Object>> matcher = Matcher.compile(rules, new MapFields());

        // When
        var thrown = catchThrowable(() -> matcher.match(Map.of("action", "login"), rule -> {
            throw new IllegalStateException("sink");
        }));

        // Then
        assertThat(thrown).hasMessage("sink");
    }

    @Test
    void aRuleMatchesAnEventOnceThoughSeveralValuesLeadToIt() {
        // Given
        RuleSet rules = Rules.of(Rules.access("r", "s: {phi.places: [url, referrer]}\ncondition: s", ""));

        // When
        List<String> matched = Rules.matched(rules, Map.of("phi.places", List.of("url", "referrer", "url")));

        // Then
        assertThat(matched).containsExactly("r");
    }

    @Test
    void whatWasDoneForARuleIsCounted() {
        // Given
        RuleSet rules = Rules.of(
                Rules.access("a", "s: {action: login, bytes|gt: 1}\ncondition: s", ""),
                Rules.access("b", "s: {action: export}\ncondition: s", ""));
        Matcher<Map<String, Object>> matcher = Matcher.compile(rules, new MapFields());

        // When
        for (int i = 0; i < 2_048; i++) {
            names(matcher, Map.of("action", "login", "bytes", i % 4));
        }

        // Then
        RuleStats ofA = matcher.stats().getFirst();
        assertThat(ofA.ruleId()).isEqualTo("a");
        assertThat(ofA.evaluated()).isEqualTo(2_048);
        assertThat(ofA.matched()).isEqualTo(1_024);
        assertThat(ofA.timed()).isEqualTo(2);
        assertThat(ofA.timedNanos()).isPositive();
        assertThat(matcher.stats().getLast().evaluated()).isZero();
    }

    @ParameterizedTest(name = "a rule about {0} on {1}/{2}/{3} is {4}")
    @CsvSource(delimiter = ';', textBlock = """
            {category: process_creation}; process_creation; windows; sysmon; true
            {category: process_creation}; process_creation; ; ; true
            {category: process_creation, product: linux}; process_creation; windows; sysmon; false
            {product: windows, service: sysmon}; ; windows; sysmon; true
            {product: windows, service: security}; ; windows; sysmon; false
            {service: cloudtrail}; ; ; ; true
            """)
    void rulesAreRoutedByLogSource(
            String logsource, String category, String product, String service, boolean expected) {
        // Given
        RuleSet rules = Rules.of("title: r\nlogsource: " + logsource + "\ndetection: {s: {f: v}, condition: s}");
        Route route = new Route.Logsource(category, product, service);
        Matcher<Map<String, Object>> matcher =
                Matcher.routed(rules, new MapFields(), event -> route, (rule, failure) -> {});

        // When
        List<String> matched = names(matcher, Map.of("f", "v"));

        // Then
        assertThat(matched).hasSize(expected ? 1 : 0);
    }

    @Test
    void routesWithoutEndDoNotEndMatching() {
        // Given
        RuleSet rules = Rules.of("title: r\nname: r\nlogsource: {category: c}\ndetection: {s: {f: v}, condition: s}");
        Matcher<Map<String, Object>> matcher = Matcher.routed(
                rules,
                new MapFields(),
                event -> new Route.Logsource("c", String.valueOf(event.get("product")), null),
                (rule, failure) -> {});

        // When
        List<String> matched = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            matched.addAll(names(matcher, Map.of("f", "v", "product", i)));
        }

        // Then
        assertThat(matched).hasSize(1_100);
    }
}
