package io.phiwatch.launcher.command.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine, through the command line, against public Sigma rules and the recorded events that they must match; where a
 * copy of them is at hand.
 */
class PublicRulesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    /** All three events match though the recording's description counts one: the description is out of date. */
    private static final String OVER_COUNT = "45e112d0-7759-4c2a-aa36-9f8fb79d3393";

    /** Recordings with by-catch, and their events that match. */
    private static final Map<String, List<Integer>> BY_CATCH = Map.of(
            "0b9ad457-2554-44c1-82c2-d56a99c42377", List.of(2, 3, 4),
            "47e4bab7-c626-47dc-967b-255608c9a920", List.of(2),
            "4fe074b4-b833-4081-8f24-7dcfeca72b42", List.of(2),
            "5299fadf-f228-4526-8274-251db1960be9", List.of(5));

    /**
     * Rules that match what was recorded for another, by the first digits of their ids, each looked at: one rule is about
     * a special case of what the other is about.
     */
    private static final Set<String> SAME_BEHAVIOUR = Set.of(
            // any download by certutil, and one from an address or from a file-sharing site
            "19b08b1c 13e6fe51",
            "19b08b1c 42a5f1e7",
            "42a5f1e7 19b08b1c",
            // certutil drops a script, and it does so in the temporary folder
            "1cf465a1 7d604714",
            // bitsadmin fetches a DLL, and puts it into a folder that all can write to
            "2ddef153 5b80a791",
            "5b80a791 2ddef153",
            // cmdkey /list shows accounts, and cached credentials
            "502b42de 07f8bdc2",
            // AdFind runs, and asks for the password policy
            "514e7e3e 455b9d50",
            // WMIC creates a process, a suspicious one, and a remote one
            "526be59f 3c89a1e8",
            "526be59f 7773b877",
            // a GitHub runner is configured, and bears the name of a known worm
            "5bac7a56 540703fb",
            // WMIC lists services, and their paths
            "76f55eaa 68bcd73b");

    /** What the specification lets an engine refuse. */
    private static final List<Pattern> BACKED_REASONS = List.of(
            // modifier expand: a placeholder without values must not match anything
            Pattern.compile("^placeholder '%[^%]+%' has no values"),
            // modifier re: an engine may support a subset of PCRE; linear time has no look-around and no
            // back-references
            Pattern.compile("^not a regular expression of linear time \\(RE2\\)"));

    private record Recording(String rule, Path folder) {
        Path ruleFile() {
            return folder.resolve("rule.yml");
        }

        Path eventsFile() {
            return folder.resolve("events.json");
        }

        JsonNode events() throws IOException {
            return JSON.readTree(eventsFile().toFile());
        }

        OptionalInt matchCount() throws IOException {
            JsonNode count = YAML.readTree(folder.resolve("info.yml").toFile())
                    .path("regression_tests_info")
                    .path(0)
                    .path("match_count");
            return count.isInt() ? OptionalInt.of(count.asInt()) : OptionalInt.empty();
        }
    }

    private static Path dataset(String name) {
        String folder = System.getProperty("phiwatch.datasets", "");
        Path path = Path.of(folder, name);
        assumeTrue(!folder.isEmpty() && Files.isDirectory(path), "no public rules at hand");
        return path;
    }

    private static List<Recording> recordings() throws IOException {
        try (Stream<Path> folders = Files.list(dataset("sigma-regression"))) {
            return folders.filter(Files::isDirectory)
                    .sorted()
                    .map(folder -> new Recording(folder.getFileName().toString(), folder))
                    .toList();
        }
    }

    @Test
    void everyRuleMatchesTheEventsRecordedForIt() throws IOException {
        Map<String, String> wrong = new TreeMap<>();
        int tried = 0;
        for (Recording recording : recordings()) {
            // When
            Cli.Ran ran =
                    Cli.run("rules", "match", "--rules", recording.ruleFile(), "--events", recording.eventsFile());
            List<Integer> matched =
                    ran.rows().stream().map(row -> row.get("event").asInt()).toList();

            // Then
            tried++;
            if (ran.exitCode() != 0 || !matched.equals(expected(recording))) {
                wrong.put(recording.rule(), matched + " " + ran.err());
            }
            assertThat(ran.rows()).allSatisfy(row -> {
                assertThat(row.get("rule").asText()).isEqualTo(recording.rule());
                assertThat(row.get("time").asText()).startsWith("20");
                assertThat(row.get("author").asText()).isNotBlank();
            });
            OptionalInt count = recording.matchCount();
            if (count.isPresent() && !recording.rule().equals(OVER_COUNT) && !BY_CATCH.containsKey(recording.rule())) {
                assertThat(matched).as(recording.rule()).hasSize(count.getAsInt());
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(tried).isEqualTo(96);
    }

    private static List<Integer> expected(Recording recording) throws IOException {
        List<Integer> marked = BY_CATCH.get(recording.rule());
        return marked != null
                ? marked
                : IntStream.range(0, recording.events().size()).boxed().toList();
    }

    @Test
    void rulesMatchNoOtherRecordingButOfTheSameBehaviour(@TempDir Path folder) throws IOException {
        // Given
        Path rules = Files.createDirectory(folder.resolve("rules"));
        Path events = folder.resolve("events.json");
        List<String> ownerOf = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (Recording recording : recordings()) {
            Files.copy(recording.ruleFile(), rules.resolve(recording.rule() + ".yml"));
            for (JsonNode event : recording.events()) {
                ownerOf.add(recording.rule());
                lines.append(event).append('\n');
            }
        }
        Files.writeString(events, lines);

        // When
        Cli.Ran ran = Cli.run("rules", "match", "--rules", rules, "--events", events);

        // Then
        assertThat(ownerOf).hasSize(120);
        Set<String> others = new TreeSet<>();
        int own = 0;
        for (JsonNode row : ran.rows()) {
            String rule = row.get("rule").asText();
            String owner = ownerOf.get(row.get("event").asInt());
            if (rule.equals(owner)) {
                own++;
            } else {
                others.add(rule.substring(0, 8) + ' ' + owner.substring(0, 8));
            }
        }
        System.out.println(
                own + " events match their rule, " + others.size() + " pairs of rule and recording of another");
        assertThat(own).isEqualTo(109);
        assertThat(others).containsExactlyInAnyOrderElementsOf(SAME_BEHAVIOUR);
    }

    @Test
    void everyPublicRuleCompilesOrIsRejectedForAReasonThatTheSpecificationBacks() {
        // When
        Cli.Ran ran = Cli.run("rules", "check", dataset("sigma-rules"), "--json");

        // Then
        JsonNode report = ran.document();
        System.out.println(report.get("files") + " files, " + report.get("rules") + " rules compile, faults: "
                + report.get("faults"));
        assertThat(report.get("files").asInt()).isEqualTo(500);
        // the four that name placeholders which a site must fill
        assertThat(report.get("rejected_files").asInt()).isEqualTo(4);
        assertThat(report.get("rules").asInt()).isEqualTo(496);
        assertThat(report.get("faults")).allSatisfy(fault -> {
            assertThat(fault.get("line").asInt()).isPositive();
            assertThat(fault.get("reason").asText())
                    .matches(reason -> BACKED_REASONS.stream()
                            .anyMatch(pattern -> pattern.matcher(reason).find()));
        });
    }
}
