package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index only ever saves work: with it and without it the same rules match. */
class MatcherEquivalenceTest {
    private static final int RULES = 150;
    private static final int EVENTS = 300;
    private static final List<String> WORDS = List.of(
            "ab", "abc", "bc", "b", "cab", "abcabc", "Kelvin", "stra\u00DFe", "-x", "/x", "a.b", "10.0.0.7", "12");
    private static final List<String> CONDITIONS = List.of(
            "s1", "s1 and s2", "s1 or s2", "s1 and not s2", "1 of s*", "all of them", "s1 and (s2 or s3)", "not s1");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void indexAndPlainEvaluationAgree(long seed) {
        // Given
        Random random = new Random(seed);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < RULES; i++) {
            String condition = CONDITIONS.get(random.nextInt(CONDITIONS.size()));
            texts.add("title: r" + i + "\nname: r" + i + "\nlogsource: {category: x}\ndetection:\n  s1: "
                    + selection(random) + "\n  s2: " + selection(random) + "\n  s3: " + selection(random)
                    + "\n  condition: " + condition);
        }
        RuleSet rules = Rules.of(texts.toArray(String[]::new));
        Matcher<Map<String, Object>> matcher =
                Matcher.compile(rules, new MapFields(), rule -> true, (rule, failure) -> {
                    throw new AssertionError(failure);
                });
        int matches = 0;

        for (int i = 0; i < EVENTS; i++) {
            Map<String, Object> event = event(random);

            // When
            List<DetectionRule> matched = new ArrayList<>();
            matcher.match(event, matched::add);

            // Then
            matches += matched.size();
            assertThat(matched)
                    .as("%s", event)
                    .containsExactlyInAnyOrderElementsOf(PlainEvaluation.matched(rules, event));
        }
        assertThat(matches).isBetween(RULES, RULES * EVENTS - RULES);
    }

    private static String selection(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "[" + quoted(word(random)) + ", " + quoted(word(random) + word(random)) + "]";
            case 1 -> "[{" + item(random) + "}, {" + item(random) + "}]";
            case 2 -> "{" + item(random) + ", x" + item(random) + "}";
            default -> "{" + item(random) + "}";
        };
    }

    private static String item(Random random) {
        String field = "f" + random.nextInt(3);
        String word = word(random);
        String list = "[" + quoted(word) + ", " + quoted(word(random)) + ", " + quoted(word(random)) + "]";
        return switch (random.nextInt(20)) {
            case 0 -> field + ": " + quoted(word);
            case 1 -> field + ": " + list;
            case 2 -> field + "|contains: " + quoted(word);
            case 3 -> field + "|contains: " + list;
            case 4 -> field + "|contains|all: " + list;
            case 5 -> field + "|startswith: " + list;
            case 6 -> field + "|endswith: " + quoted(word);
            case 7 -> field + ": " + quoted(word + "*" + word(random));
            case 8 -> field + ": " + quoted("*" + word + "?" + word(random) + "*");
            case 9 -> field + "|cased|contains: " + quoted(word);
            case 10 -> field + "|windash|contains: ' -x'";
            case 11 -> field + "|re: " + quoted(word + "+(b|c)*" + "[a-c]");
            case 12 -> field + "|re|i: " + quoted("^[^z]?" + word);
            case 13 -> field + "|cidr: 10.0.0.0/8";
            case 14 -> field + "|gte: 12";
            case 15 -> field + "|exists: " + random.nextBoolean();
            case 16 -> field + ": ''";
            case 17 -> field + ": null";
            case 18 -> field + "|neq: " + quoted(word);
            default -> field + "|fieldref|contains: f" + random.nextInt(3);
        };
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static Map<String, Object> event(Random random) {
        Map<String, Object> event = new HashMap<>();
        for (String field : List.of("f0", "f1", "f2", "xf0", "xf1", "xf2")) {
            switch (random.nextInt(8)) {
                case 0 -> event.put(field, List.of(text(random), text(random)));
                case 1 -> event.put(field, random.nextInt(30));
                case 2 -> event.put(field, List.of());
                case 3 -> event.put(field, random.nextInt(4) == 0 ? "" : word(random));
                case 4 -> event.put(field, Map.of("inner", text(random)));
                case 5 -> {}
                default -> event.put(field, text(random));
            }
        }
        return event;
    }

    /** Words joined, some in the wrong case, some with characters that fold to ASCII. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            String word = word(random);
            text.append(random.nextInt(3) == 0 ? word.toUpperCase(java.util.Locale.ROOT) : word);
            text.append(random.nextInt(3) == 0 ? " " : "");
        }
        return text.toString().replace('K', random.nextBoolean() ? 'K' : '\u212A');
    }
}
