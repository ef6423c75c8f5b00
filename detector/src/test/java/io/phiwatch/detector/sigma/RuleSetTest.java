package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSetTest {
    private static final String RULE = Rules.access("r", "s: {action: login, outcome: failure}\ncondition: s", "");

    private static String hash(String... texts) {
        return Rules.of(texts).rules().getLast().metadata().hash();
    }

    @Test
    void thePackIsReadFromAJarWithoutDirectoryEntries(@TempDir Path directory) throws IOException {
        // Given
        Path jar = directory.resolve("phiwatch.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("rules/login/r.yml"));
            out.write(RULE.getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new JarEntry("rules/login/r.test.yml"));
            out.write("tests: []".getBytes(StandardCharsets.UTF_8));
        }

        // When
        RuleFolder folder = RuleFolder.in(jar);
        RuleSet rules = RuleSet.of(folder.rules());

        // Then
        assertThat(rules.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.metadata().name()).isEqualTo("r");
            assertThat(rule.metadata().file()).isEqualTo("login/r.yml");
        });
        assertThat(folder.tests()).extracting(RuleFile::name).containsExactly("login/r.test.yml");
    }

    @Test
    void layoutAndProseDoNotChangeTheHash() {
        // Given
        String sameMeaning = "# a comment\nname: r\ntitle: Other\ndescription: other\nlevel: high\n"
                + "logsource: {category: access, product: phiwatch, definition: x}\n"
                + "detection:\n  condition: s\n  s:\n    outcome: failure\n    action: 'login'\n";

        // Then
        assertThat(hash(sameMeaning)).isEqualTo(hash(RULE)).matches("[0-9a-f]{64}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            failure; denied
            condition: s; condition: not s
            category: access; category: access, service: portal
            outcome: failure; outcome|contains: failure
            """)
    void whatARuleFiresOnChangesItsHash(String from, String to) {
        assertThat(hash(RULE.replace(from, to))).isNotEqualTo(hash(RULE));
    }

    @Test
    void aCorrelationChangesWithTheRulesThatItRefersTo() {
        // Given
        String correlation =
                "---\ntitle: C\ncorrelation: {type: event_count, rules: [r], timespan: 1m, condition: {gte: 3}}";

        // Then
        assertThat(hash(RULE + correlation)).isEqualTo(hash(RULE + correlation.replace("1m", "60s")));
        assertThat(hash(RULE + correlation)).isNotEqualTo(hash(RULE.replace("failure", "denied") + correlation));
        assertThat(hash(RULE + correlation)).isNotEqualTo(hash(RULE + correlation.replace("gte: 3", "gte: 4")));
    }

    @Test
    void aFilterChangesTheRulesThatItIsFor() {
        // Given
        String filter = "---\n{title: F, logsource: {category: access}, filter: {rules: [r], s: {actor.id: adm},"
                + " condition: not s}}";

        // Then
        assertThat(hash(RULE + filter)).isNotEqualTo(hash(RULE));
        assertThat(hash(RULE + filter)).isEqualTo(hash(RULE + filter.replace("title: F", "title: G")));
        assertThat(hash(RULE + filter)).isNotEqualTo(hash(RULE + filter.replace("not s", "s")));
    }

    @Test
    void theValuesOfAPlaceholderBelongToTheMeaning() {
        // Given
        List<RuleFile> files = Rules.files(Rules.anywhere("s: {f|expand: '%x%'}\ncondition: s"));

        // When
        List<String> hashes = Stream.of(List.of("a"), List.of("a", "b"))
                .map(values -> RuleParser.parse(files, Map.of("x", values, "unused", values)))
                .map(result -> result.rules().getFirst().metadata().hash())
                .toList();

        // Then
        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    void aDocumentOfAnyFileListsPlaceholders() {
        // Given
        String rule = Rules.anywhere("s: {f|expand: '%x%'}\ncondition: s");

        // When
        RuleSet rules = Rules.of(rule, "placeholders:\n  x: [a, 'b*']\n");

        // Then
        assertThat(Rules.matched(rules, Map.of("f", "a"))).containsExactly("test");
        assertThat(Rules.matched(rules, Map.of("f", "beta"))).containsExactly("test");
        assertThat(Rules.matched(rules, Map.of("f", "c"))).isEmpty();
    }

    @Test
    void listsOfPlaceholdersThatCannotStandAreRejected() {
        assertThat(Rules.errors("placeholders: {x: [], 'y z': [a], z: [a]}", "placeholders: {z: [b]}\nmore: 1"))
                .extracting(RuleError::toString)
                .containsExactly(
                        "rule1.yml:1: placeholders.x: needs values",
                        "rule1.yml:1: placeholders.y z: a name has letters, digits, '_' and '-'",
                        "rule2.yml:2: more: unknown key 'more'",
                        "rule2.yml:1: placeholders.z: there is such a list already");
    }

    @Test
    void theOrderOfRulesMattersWhereTheCorrelationIsOrdered() {
        // Given
        String rules = RULE + "---\n" + RULE.replace("name: r", "name: q").replace("failure", "denied");
        String temporal = "---\n{title: C, correlation: {type: temporal, rules: [r, q], timespan: 1m}}";
        String ordered = temporal.replace("temporal", "temporal_ordered");

        // Then
        assertThat(hash(rules + temporal)).isEqualTo(hash(rules + temporal.replace("r, q", "q, r")));
        assertThat(hash(rules + ordered)).isNotEqualTo(hash(rules + ordered.replace("r, q", "q, r")));
    }

    @Test
    void rulesAreFoundByIdAndName() {
        // Given
        String id = "11111111-2222-3333-4444-555555555555";
        RuleSet rules = Rules.of(RULE + "id: " + id);

        // Then
        assertThat(rules.byId("r")).isPresent().isEqualTo(rules.byId(id));
        assertThat(rules.byId("s")).isEmpty();
    }

    @Test
    void aRuleWithoutIdOrNameIsCalledByItsTitle() {
        // When
        RuleSet rules =
                Rules.of("title: Odd login, twice!\nlogsource: {category: x}\ndetection: {s: {f: 1}, condition: s}");

        // Then
        assertThat(rules.byId("odd-login-twice")).isPresent();
    }
}
