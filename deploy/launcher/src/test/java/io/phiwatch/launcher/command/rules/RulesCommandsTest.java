package io.phiwatch.launcher.command.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCommandsTest {
    private static final String LOGIN = """
            title: Login of eve
            id: 11111111-1111-4111-8111-111111111111
            name: eve-login
            author: someone
            logsource: {service: sshd}
            detection: {s: {user: eve}, condition: s}
            level: high
            """;
    private static final String COUNTED = """
            title: Failed login
            name: failed
            logsource: {service: sshd}
            # what counts as failed
            detection: {s: {outcome: failure}, condition: s}
            phiwatch: {controls: [soc2.CC6.1], surfaces: [portal]}
            ---
            title: Many failed logins
            name: many-failed
            correlation: {type: event_count, rules: [failed], group-by: [user], timespan: 1m, condition: {gte: 2}}
            phiwatch: {controls: [soc2.CC6.1], surfaces: [portal], playbook: account-takeover}
            """;
    private static final String TESTS = """
            tests:
              - name: two are many
                events: [{at: 0s, outcome: failure, user: eve}, {at: 1s, outcome: failure, user: eve}]
                expect: [{rule: many-failed}]
              - name: one is not
                events: [{at: 0s, outcome: failure, user: eve}]
                expect: []
            """;
    private static final String FAULTY = "title: Faulty\nname: faulty\nlogsource: {service: sshd}\n"
            + "detection: {s: {user|unheard: eve}, condition: s}\n";

    @TempDir
    private Path folder;

    private Path rules;
    private Path events;

    @BeforeEach
    void layOut() throws IOException {
        rules = Files.createDirectory(folder.resolve("rules"));
        Files.writeString(rules.resolve("login.yml"), LOGIN);
        Files.createDirectory(rules.resolve("counted"));
        Files.writeString(rules.resolve("counted/failed.yml"), COUNTED);
        Files.writeString(rules.resolve("counted/failed.test.yml"), TESTS);
        events = Files.writeString(folder.resolve("events.json"), """
                {"time": "2026-03-02T09:00:00Z", "outcome": "failure", "user": "bob"}
                {
                  "time": "2026-03-02T09:00:10Z",
                  "outcome": "failure",
                  "user": "eve"
                }
                {"time": "2026-03-02T09:00:20Z", "outcome": "failure", "user": "bob"} {"user": ["ann", "eve"]}
                """);
    }

    private void addFaulty() throws IOException {
        Files.writeString(rules.resolve("faulty.yml"), FAULTY);
    }

    @Test
    void matchPrintsRuleEventAndTime() {
        // When
        Cli.Ran ran = Cli.run("rules", "match", "--rules", rules, "--events", events);

        // Then
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out().lines())
                .containsExactly(
                        "{\"rule\":\"11111111-1111-4111-8111-111111111111\",\"event\":1,\"time\":\"2026-03-02T09:00:10Z\","
                                + "\"name\":\"eve-login\",\"title\":\"Login of eve\",\"level\":\"high\",\"author\":\"someone\"}",
                        "{\"rule\":\"11111111-1111-4111-8111-111111111111\",\"event\":3,\"time\":null,"
                                + "\"name\":\"eve-login\",\"title\":\"Login of eve\",\"level\":\"high\",\"author\":\"someone\"}",
                        "{\"rule\":\"many-failed\",\"event\":2,\"time\":\"2026-03-02T09:00:20Z\","
                                + "\"name\":\"many-failed\",\"title\":\"Many failed logins\",\"level\":\"medium\"}");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void matchShowsWhatFeedsCorrelationsWhenAsked() {
        // When
        Cli.Ran ran = Cli.run("rules", "match", "--rules", rules, "--events", events, "--all", "--json");

        // Then
        assertThat(ran.rows())
                .filteredOn(row -> row.get("rule").asText().equals("failed"))
                .extracting(row -> row.get("event").asInt())
                .containsExactly(0, 1, 2);
    }

    @Test
    void matchTakesTimesFromTheFieldAskedFor() {
        // When
        Cli.Ran ran = Cli.run("rules", "match", "--rules", rules, "--events", events, "--time-field", "outcome");

        // Then
        assertThat(ran.rows()).allMatch(row -> row.get("time").isNull()).hasSize(2);
        assertThat(ran.err()).contains("3 events have no time");
    }

    @Test
    void matchOfOneFileOfRules() {
        // When
        Cli.Ran ran = Cli.run("rules", "match", "--rules", rules.resolve("login.yml"), "--events", events);

        // Then
        assertThat(ran.rows()).hasSize(2);
    }

    @Test
    void matchGoesOnWithoutTheRulesThatItRejects() throws IOException {
        // Given
        addFaulty();

        // When
        Cli.Ran ran = Cli.run("rules", "match", "--rules", rules, "--events", events);

        // Then
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.rows()).hasSize(3);
        assertThat(ran.err())
                .startsWith(rules.resolve("faulty.yml") + ":4: detection.s.user|unheard: ")
                .contains("unheard");
    }

    @Test
    void matchRefusesWhatItCannotRead() throws IOException {
        // Given
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"user\":\"eve\"}\nssn 123-45-6789");

        // When
        Cli.Ran noFile = Cli.run("rules", "match", "--rules", rules, "--events", folder.resolve("none.json"));
        Cli.Ran noRules = Cli.run("rules", "match", "--rules", folder.resolve("none"), "--events", events);
        Cli.Ran noJson = Cli.run("rules", "match", "--rules", rules, "--events", broken);

        // Then
        assertThat(List.of(noFile, noRules, noJson))
                .extracting(Cli.Ran::exitCode)
                .containsOnly(2);
        assertThat(noJson.err()).isEqualToIgnoringNewLines("phiwatch: " + broken + ":2: not JSON");
        assertThat(noJson.rows()).hasSize(1);
    }

    @Test
    void checkNamesEveryFault() throws IOException {
        // Given
        addFaulty();

        // When
        Cli.Ran text = Cli.run("rules", "check", rules);
        Cli.Ran json = Cli.run("rules", "check", rules, "--json");

        // Then
        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.out().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith(rules.resolve("faulty.yml") + ":4: detection.s.user|unheard: ");
        assertThat(text.out()).contains("3 files: 3 rules compile, 1 faults in 1 files");
        assertThat(json.exitCode()).isEqualTo(1);
        JsonNode fault = json.document().get("faults").get(0);
        assertThat(fault.get("file").asText()).endsWith("faulty.yml");
        assertThat(fault.get("line").asInt()).isEqualTo(4);
        assertThat(json.document().get("rules").asInt()).isEqualTo(3);
    }

    @Test
    void checkOfGoodRulesIsQuiet() {
        // When
        Cli.Ran ran = Cli.run("rules", "check", rules);

        // Then
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).isEqualToIgnoringNewLines("2 files: 3 rules compile, 0 faults in 0 files");
    }

    @Test
    void checkOfAFolderWithoutRulesIsAMistake() {
        assertThat(Cli.run("rules", "check", Path.of("src/main/java")).exitCode())
                .isEqualTo(2);
    }

    @Test
    void showTellsAllAboutARule() {
        // When
        Cli.Ran text = Cli.run("rules", "show", "many-failed", "--rules", rules);
        JsonNode json =
                Cli.run("rules", "show", "failed", "--rules", rules, "--json").document();

        // Then
        assertThat(text.exitCode()).isZero();
        assertThat(text.out())
                .startsWith("Many failed logins")
                .contains("over           failed", "fires          two are many", "keeps quiet    one is not")
                .contains("correlation: {type: event_count")
                .doesNotContain("# what counts as failed");
        assertThat(json.get("source").asText())
                .startsWith("title: Failed login")
                .contains("# what counts as failed");
        assertThat(json.get("correlated_by")).extracting(JsonNode::asText).containsExactly("many-failed");
        assertThat(json.get("alerts").asBoolean()).isFalse();
        assertThat(json.get("hash").asText()).hasSize(64);
    }

    @Test
    void showFindsRulesOfThePackByIdAndName() {
        // When
        Cli.Ran byName = Cli.run("rules", "show", "phi-bulk-read");
        Cli.Ran byId = Cli.run("rules", "show", "f780f328-7eda-4885-b939-9978c6dfcde2");

        // Then
        assertThat(byName.out()).isEqualTo(byId.out()).contains("author         phiwatch", "fires");
        assertThat(Cli.run("rules", "show", "no-such-rule").exitCode()).isEqualTo(2);
    }

    @Test
    void listHasTheRulesThatAlert() {
        // When
        Cli.Ran pack = Cli.run("rules", "list", "--json");
        Cli.Ran own = Cli.run("rules", "list", "--rules", rules);
        Cli.Ran all = Cli.run("rules", "list", "--rules", rules, "--all");

        // Then
        assertThat(pack.rows()).extracting(row -> row.get("name").asText()).contains("phi-bulk-read", "mfa-disabled");
        assertThat(pack.rows()).allMatch(row -> row.get("alerts").asBoolean());
        assertThat(own.out().lines()).hasSize(3).noneMatch(line -> line.startsWith("failed"));
        assertThat(all.out().lines())
                .hasSize(4)
                .anyMatch(line -> line.startsWith("failed") && line.endsWith("(feeds a correlation)"));
    }

    @Test
    void coverageShowsWhatIsMissing() {
        // When
        Cli.Ran text = Cli.run("rules", "coverage", "--rules", rules);
        JsonNode json = Cli.run("rules", "coverage", "--rules", rules, "--json").document();

        // Then
        assertThat(text.exitCode()).isZero();
        assertThat(text.out().lines())
                .anyMatch(
                        line -> line.matches(
                                "\\| many-failed +\\| medium +\\| +\\| +\\| x +\\| +\\| +\\| soc2.CC6.1 \\| account-takeover \\| actor +\\| 1 +\\| 1 +\\| +\\|"))
                .anyMatch(line -> line.matches("\\| eve-login .*controls, playbook, positive test, negative test \\|"))
                .anyMatch(line -> line.matches("\\| soc2.CC6.1 \\| 0 +\\| 0 +\\| 1 +\\| 0 +\\| 0 +\\|"));
        assertThat(json.get("rules")).hasSize(2);
        assertThat(json.at("/controls/soc2.CC6.1")).extracting(JsonNode::asText).containsExactly("many-failed");
    }

    @Test
    void coverageListsEveryDetectionWithWhatStandsBehindIt() {
        // When
        JsonNode detections = Cli.run("rules", "coverage", "--json").document().get("detections");

        // Then
        assertThat(detections)
                .hasSizeGreaterThan(60)
                .filteredOn(detection -> detection.get("missing").isNull())
                .hasSizeGreaterThan(50)
                .allSatisfy(detection -> {
                    for (String list : List.of("surfaces", "controls", "playbooks", "drills")) {
                        assertThat(detection.get(list))
                                .as(detection.get("id").asText() + " " + list)
                                .isNotEmpty();
                    }
                });
        assertThat(detections)
                .filteredOn(detection -> detection.get("rules").isEmpty())
                .allSatisfy(detection -> assertThat(
                                detection.get("missing").isNull()
                                        ? detection.get("built_in").asText()
                                        : detection.get("missing").asText())
                        .hasSizeGreaterThan(10));
        List<String> ids = detections.findValuesAsText("id");
        assertThat(Cli.run("rules", "list", "--json").rows())
                .allSatisfy(
                        rule -> assertThat(ids).contains(rule.get("detection").asText()));
    }

    @Test
    void thePageOfDetectionsIsThatOfTheRules() throws IOException {
        // When
        String page = Cli.run("rules", "coverage", "--markdown").out();

        // Then
        assertThat(Path.of(System.getProperty("phiwatch.root"), "docs", "detections.md"))
                .hasContent(page);
    }

    @Test
    void thePackLacksNothing() {
        // When
        JsonNode rules = Cli.run("rules", "coverage", "--json").document().get("rules");

        // Then
        assertThat(rules)
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.get("missing"))
                        .as(rule.get("name").asText())
                        .isEmpty());
    }
}
