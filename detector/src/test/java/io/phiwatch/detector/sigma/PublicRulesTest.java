package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The engine against public Sigma rules and the recorded events that they must match, where a copy is at hand. */
class PublicRulesTest {
    private static Path dataset(String name) {
        String folder = System.getProperty("phiwatch.datasets", "");
        Path path = Path.of(folder, name);
        assumeTrue(!folder.isEmpty() && Files.isDirectory(path), "no public rules at hand");
        return path;
    }

    @Test
    void everyPublicRuleCompilesOrIsRejectedWithAReason() {
        // Given
        List<RuleFile> files = RuleSet.read(dataset("sigma-rules"));

        // When
        RuleParser.Result result = RuleParser.parse(files);
        RuleSet rules = RuleSet.faultless(result);
        Matcher.compile(rules, new MapFields(), rule -> true, (rule, failure) -> {});

        // Then
        Map<String, Long> reasons = new TreeMap<>();
        result.errors().forEach(error -> reasons.merge(error.reason(), 1L, Long::sum));
        System.out.println(files.size() + " files, " + rules.rules().size() + " rules compiled, rejected: " + reasons);
        assertThat(result.errors()).allSatisfy(error -> {
            assertThat(error.reason()).isNotBlank();
            assertThat(error.line()).isPositive();
        });
        long rejected = result.errors().stream().map(RuleError::file).distinct().count();
        assertThat(rules.rules().size() + rejected).isEqualTo(files.size());
        assertThat(rules.rules()).hasSizeGreaterThan(files.size() * 95 / 100);
    }

    @Test
    void publicRulesMatchTheEventsRecordedForThem() throws IOException {
        // Given
        List<String> missed = new ArrayList<>();
        int tried = 0;
        try (Stream<Path> folders = Files.list(dataset("sigma-regression"))) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                RuleParser.Result result = RuleParser.parse(
                        List.of(new RuleFile("rule.yml", Files.readString(folder.resolve("rule.yml")))));
                if (!result.errors().isEmpty()) {
                    continue;
                }
                tried++;

                // When
                RuleSet rules = RuleSet.faultless(result);
                List<String> matched = new ArrayList<>();
                for (Map<String, Object> event : events(folder.resolve("events.json"))) {
                    matched.addAll(Rules.matched(rules, event));
                }
                if (matched.isEmpty()) {
                    missed.add(folder.getFileName().toString());
                }
            }
        }

        // Then
        System.out.println(tried + " public rules tried on their events, missed: " + missed);
        assertThat(missed).isEmpty();
    }

    @Test
    void indexAndPlainEvaluationAgreeOnEveryPublicRuleAndRecordedEvent() throws IOException {
        // Given
        RuleSet rules = RuleSet.faultless(RuleParser.parse(RuleSet.read(dataset("sigma-rules"))));
        Matcher<Map<String, Object>> matcher =
                Matcher.compile(rules, new MapFields(), rule -> true, (rule, failure) -> {
                    throw new AssertionError(failure);
                });
        int matches = 0;
        try (Stream<Path> folders = Files.list(dataset("sigma-regression"))) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                for (Map<String, Object> event : events(folder.resolve("events.json"))) {
                    // When
                    List<DetectionRule> matched = new ArrayList<>();
                    matcher.match(event, matched::add);

                    // Then
                    matches += matched.size();
                    assertThat(matched)
                            .as("%s", folder.getFileName())
                            .containsExactlyInAnyOrderElementsOf(PlainEvaluation.matched(rules, event));
                }
            }
        }
        assertThat(matches).isPositive();
    }

    @SuppressWarnings("unchecked") // the recorded events are maps of maps
    private static List<Map<String, Object>> events(Path file) throws IOException {
        List<Map<String, Map<String, Object>>> recorded =
                new ObjectMapper().readValue(file.toFile(), new TypeReference<>() {});
        List<Map<String, Object>> events = new ArrayList<>();
        for (Map<String, Map<String, Object>> event : recorded) {
            Map<String, Object> system =
                    (Map<String, Object>) event.get("Event").get("System");
            Map<String, Object> flat = new HashMap<>(system);
            if (event.get("Event").get("EventData") instanceof Map<?, ?> data) {
                flat.putAll((Map<String, Object>) data);
            }
            if ("4688".equals(String.valueOf(system.get("EventID")))) {
                flat.put("Image", flat.get("NewProcessName"));
                flat.put("ParentImage", flat.get("ParentProcessName"));
            }
            events.add(flat);
        }
        return events;
    }
}
