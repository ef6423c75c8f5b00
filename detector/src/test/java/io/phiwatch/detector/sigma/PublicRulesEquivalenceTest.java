package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Index and plain evaluation, over public rules and all events recorded for any of them, where a copy is at hand. */
class PublicRulesEquivalenceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyRuleMatchesTheSameEventsWithTheIndexAndWithoutIt() throws IOException {
        // Given
        RuleSet rules = RuleSet.faultless(RuleParser.parse(RuleSet.read(dataset("sigma-rules"))));
        Matcher<Map<String, Object>> matcher =
                Matcher.compile(rules, new MapFields(), rule -> true, (rule, failure) -> {
                    throw new AssertionError(failure);
                });
        int matches = 0;
        for (Map<String, Object> event : events()) {
            // When
            List<DetectionRule> matched = new ArrayList<>();
            matcher.match(event, matched::add);

            // Then
            matches += matched.size();
            assertThat(matched).containsExactlyInAnyOrderElementsOf(PlainEvaluation.matched(rules, event));
        }
        assertThat(matches).isGreaterThan(10);
    }

    private static Path dataset(String name) {
        String folder = System.getProperty("phiwatch.datasets", "");
        Path path = Path.of(folder, name);
        assumeTrue(!folder.isEmpty() && Files.isDirectory(path), "no public rules at hand");
        return path;
    }

    private static List<Map<String, Object>> events() throws IOException {
        List<Map<String, Object>> events = new ArrayList<>();
        try (Stream<Path> folders = Files.list(dataset("sigma-regression"))) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                for (JsonNode recorded :
                        JSON.readTree(folder.resolve("events.json").toFile())) {
                    Map<String, Object> event = new HashMap<>(map(recorded.at("/Event/System")));
                    event.putAll(map(recorded.at("/Event/EventData")));
                    events.add(event);
                }
            }
        }
        return events;
    }

    private static Map<String, Object> map(JsonNode node) {
        return node.isObject() ? JSON.convertValue(node, new TypeReference<>() {}) : Map.of();
    }
}
