package io.phiwatch.detector.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.offline.RuleTestReport.Firing;
import io.phiwatch.detector.offline.RuleTestReport.TestResult;
import io.phiwatch.detector.sigma.RuleError;
import io.phiwatch.detector.sigma.RuleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleTestRunnerTest {
    private static final String READS = """
            title: Read
            name: phi-read
            logsource: {category: access, product: phiwatch}
            detection:
              read: {action: read, patients|exists: true}
              condition: read
            ---
            title: Many reads
            name: many-reads
            correlation:
              type: value_count
              rules: [phi-read]
              group-by: [actor.id]
              timespan: 10m
              condition: {field: patients, gte: 3}
            """;

    private static final String PROCESS = """
            title: Encoded command
            name: encoded-command
            logsource: {category: process_creation, product: windows}
            detection:
              image: {Image|endswith: '\\powershell.exe', CommandLine|contains: ' -enc ', EventID: 4688}
              condition: image
            """;

    private static final String THREE_READS = """
            events:
              - {at: 0s, action: read, surface: portal, actor.id: ann, patients: [a]}
              - {at: 30s, action: read, surface: portal, actor.id: ann, patients: [b]}
              - {at: 60s, action: read, surface: portal, actor.id: ann, patients: [c]}
            """;

    @Test
    void passesWhereWhatFiredIsExpected() {
        TestResult result = onlyTest(READS, THREE_READS + """
                expect: [{rule: many-reads, alerts: 1, group: {actor.id: ann}, at: 60s}]
                """);

        assertThat(result.differences()).isEmpty();
        assertThat(result.fired()).singleElement().satisfies(firing -> {
            assertThat(firing.offset()).isEqualTo(Duration.ofSeconds(60));
            assertThat(firing.explanation()).startsWith("3 distinct patients");
        });
    }

    @Test
    void tellsWhatFiredInsteadAndWhy() {
        assertThat(onlyTest(READS, THREE_READS + "expect: []\n").differences())
                .singleElement()
                .asString()
                .startsWith("not expected, fired: many-reads for {actor.id=ann} at 60s (3 distinct patients in 1 min");
        assertThat(onlyTest(READS, THREE_READS + "expect: [{rule: many-reads, alerts: 1, at: 30s}]\n")
                        .differences())
                .singleElement()
                .asString()
                .startsWith("expected many-reads: 1 alert at 30s; fired: many-reads for {actor.id=ann} at 60s");
        assertThat(onlyTest(READS, THREE_READS + "expect: [{rule: many-reads, alerts: 2}]\n")
                        .differences())
                .singleElement()
                .asString()
                .startsWith("expected many-reads: 2 alerts; fired: many-reads");
    }

    @Test
    void tellsWhatNeverFired() {
        String two = """
                repeat: {times: 2, every: 1m}
                events: [{at: 0s, action: read, actor.id: ann, patients: ["p{n}"]}]
                """;

        assertThat(onlyTest(READS, two + "expect: [{rule: many-reads, alerts: 1}]\n")
                        .differences())
                .containsExactly("expected many-reads: 1 alert; never fired");
        assertThat(onlyTest(READS, two + "expect: [{rule: phi-read}]\n").differences())
                .containsExactly("expected phi-read: one or more alerts; never fires by itself: it only feeds a"
                        + " correlation");
        assertThat(onlyTest(READS, two + "expect: [{rule: phi-reed}]\n").differences())
                .containsExactly("expected phi-reed: one or more alerts; its file has no such rule");
    }

    @Test
    void tellsGroupsApart() {
        String two = """
                repeat: {times: 3, every: 10s}
                events:
                  - {at: 0s, action: read, actor.id: ann, patients: ["p{n}"]}
                  - {at: 1s, action: read, actor.id: bob, patients: ["q{n}"]}
                expect:
                  - {rule: many-reads, alerts: 1, group: {actor.id: ann}, at: 20s}
                  - {rule: many-reads, alerts: 1, group: {actor.id: %s}, at: 21s}
                """;

        assertThat(onlyTest(READS, two.formatted("bob")).differences()).isEmpty();
        assertThat(onlyTest(READS, two.formatted("eve")).differences())
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo("expected many-reads: 1 alert for {actor.id=eve} at 21s; never fired");
    }

    @Test
    void countsEpisodes() {
        assertThat(onlyTest(READS, """
                repeat: {times: 2, every: 1h}
                events:
                  - {at: 0s, action: read, actor.id: ann, patients: [a, b, c]}
                  - {at: 10s, action: read, actor.id: ann, patients: [d]}
                expect: [{rule: many-reads, alerts: 2, at: 0s}]
                """).differences()).isEmpty();
    }

    @Test
    void countsALateEventWithinTheDelayOnly() {
        String late = """
                events:
                  - {at: 0s, action: read, actor.id: ann, patients: [a, b]}
                  - {at: %s, action: login, actor.id: bob}
                  - {at: 1m, action: read, actor.id: ann, patients: [c]}
                """;

        assertThat(onlyTest(READS, late.formatted("5m") + "expect: [{rule: many-reads, alerts: 1, at: 1m}]\n")
                        .differences())
                .isEmpty();
        assertThat(onlyTest(READS, late.formatted("30m") + "expect: [{rule: many-reads, alerts: 1}]\n")
                        .differences())
                .containsExactly(
                        "expected many-reads: 1 alert; never fired",
                        "note: 1 events came too late to count; see max_delay");
    }

    @Test
    void runsRulesOfAnyLogSource() {
        String events = """
                events:
                  - {at: 2026-03-02T10:00:00Z, Image: 'C:\\Windows\\powershell.exe', CommandLine: 'powershell -enc %s', EventID: 4688}
                """;

        TestResult hit = onlyTest(
                PROCESS,
                events.formatted("QQ==")
                        + "expect: [{rule: encoded-command, alerts: 1, group: {EventID: 4688}, at: 2026-03-02T10:00:00Z}]\n");
        TestResult miss = onlyTest(
                PROCESS, events.formatted("QQ==").replace("4688", "1") + "expect: [{rule: encoded-command}]\n");

        assertThat(hit.differences()).isEmpty();
        assertThat(miss.differences()).containsExactly("expected encoded-command: one or more alerts; never fired");
    }

    @Test
    void takesBehaviourFromTheTestElseFromTheLoginsBefore() {
        String rule = """
                title: Fast
                name: fast
                logsource: {category: access}
                detection:
                  fast: {behavior.login.speed_kmh|gte: 1000}
                  condition: fast
                """;
        String login = "action: login, outcome: success, actor.id: ann, client.country: ";

        assertThat(onlyTest(
                                rule,
                                "events: [{" + login + "US, behavior.login.speed_kmh: 2000}]\nexpect: [{rule: fast}]\n")
                        .differences())
                .isEmpty();
        assertThat(onlyTest(
                                rule,
                                "events:\n  - {at: 0s, " + login + "US}\n  - {at: 10m, " + login
                                        + "AU}\nexpect: [{rule: fast, alerts: 1, at: 10m}]\n")
                        .differences())
                .isEmpty();
    }

    @Test
    void rejectsReferenceRowsThatCannotBe() {
        assertThat(reference("{table: stuff, id: a}"))
                .singleElement()
                .asString()
                .contains("reads.test.yml:3", "tests[0].reference[0].table", "must be one of approvals, destinations");
        assertThat(reference("{table: relationships, staff: ann}"))
                .singleElement()
                .asString()
                .contains("patient", "required");
        assertThat(reference("{table: staff, id: ann, employed_until: soon}"))
                .hasSize(1)
                .first()
                .asString()
                .contains("employed_until", "must be an offset such as -30d or 5m");
        assertThat(reference("{table: staff, id: ann, recorded: -5m, employed_from: 2026-01-01}"))
                .isEmpty();
    }

    @Test
    void contextOfAnEventGoesBeforeTheTables() {
        String rule = """
                title: Left
                name: left
                logsource: {category: access}
                detection: {left: {context.staff.employed: false}, condition: left}
                """;
        String body = """
                reference: [{table: staff, id: ann, status: active}]
                events: [{action: login, actor.id: ann, actor.kind: staff, context.staff.employed: false}]
                expect: [{rule: left, alerts: 1}]
                """;

        assertThat(onlyTest(rule, body).differences()).isEmpty();
    }

    @Test
    void rejectsEventsThatCannotBe() {
        assertThat(errors("{action: raed, actor.id: ann}"))
                .singleElement()
                .asString()
                .contains("'raed' is none of");
        assertThat(errors("{actionn: read}"))
                .containsExactly("reads.test.yml:3: t: actionn: no such field 'actionn'; did you mean 'action'?");
        assertThat(errors("{records.count: many}"))
                .containsExactly("reads.test.yml:3: t: records.count: must be a number");
        assertThat(errors("{event.time: 1}")).containsExactly("reads.test.yml:3: t: event.time: is what `at` says");
        assertThat(errors("{at: soon}"))
                .containsExactly("reads.test.yml:3: tests[0].events[0].at: must be a number and ms, s, m, h or d, or an"
                        + " ISO time");
    }

    @Test
    void rejectsTestsThatSayTooLittleOrTooMuch() {
        assertThat(report(READS, "tests:\n  - {name: t, events: [{at: 0s}]}\n").errors())
                .extracting(RuleError::toString)
                .containsExactly("reads.test.yml:2: tests[0].expect: required; write [] where nothing fires");
        assertThat(report(READS, "tests:\n  - {name: t, event: [], events: [{at: 0s}], expect: []}\n")
                        .errors())
                .extracting(RuleError::toString)
                .containsExactly("reads.test.yml:2: tests[0].event: unknown key 'event'; did you mean 'events'?");
        assertThat(report(READS, "tests: []\n").errors())
                .extracting(RuleError::reason)
                .containsExactly("holds no test");
    }

    @Test
    void namesRulesWithoutTestsAndTestsWithoutRules() {
        RuleTestReport untested = RuleTestRunner.run(List.of(new RuleFile("reads.yml", READS)), List.of());
        RuleTestReport alone = RuleTestRunner.run(
                List.of(), List.of(new RuleFile("reads.test.yml", "tests: [{name: t, events: [{}], expect: []}]")));

        assertThat(untested.untested()).containsExactly("many-reads");
        assertThat(untested.isPassed()).isTrue();
        assertThat(alone.errors())
                .extracting(RuleError::reason)
                .containsExactly("no rule file of that name is beside it");
        assertThat(alone.isPassed()).isFalse();
    }

    @Test
    void runsNoTestOfARuleFileWithAFault() {
        RuleTestReport report = report(READS.replace("gte: 3", "gtee: 3"), test(THREE_READS + "expect: []\n"));

        assertThat(report.errors()).isNotEmpty();
        assertThat(report.ran()).isZero();
        assertThat(report.isPassed()).isFalse();
    }

    @Test
    void takesRulesOfOtherFilesThatItsOwnReferTo(@TempDir Path folder) throws IOException {
        // Given
        String[] documents = READS.split("---\n");
        Files.writeString(folder.resolve("base.yml"), documents[0]);
        Files.writeString(folder.resolve("many.yml"), documents[1]);
        Files.writeString(
                folder.resolve("many.test.yml"), test(THREE_READS + "expect: [{rule: many-reads, at: 1m}]\n"));

        // When
        RuleTestReport all = RuleTestRunner.run(folder);
        RuleTestReport one = RuleTestRunner.run(folder.resolve("many.yml"));

        // Then
        assertThat(all.isPassed()).isTrue();
        assertThat(all.files().getFirst().tests().getFirst().fired())
                .extracting(Firing::rule)
                .containsExactly("many-reads");
        assertThat(one.errors()).extracting(RuleError::file).contains("many.yml");
    }

    private static TestResult onlyTest(String rules, String test) {
        RuleTestReport report = report(rules, test(test));
        assertThat(report.errors()).isEmpty();
        return report.files().getFirst().tests().getFirst();
    }

    private static List<String> errors(String event) {
        return report(READS, "tests:\n  - name: t\n    events: [" + event + "]\n    expect: []\n").errors().stream()
                .map(RuleError::toString)
                .toList();
    }

    private static List<String> reference(String row) {
        return report(
                        READS,
                        "tests:\n  - name: t\n    reference: [" + row
                                + "]\n    events: [{action: read}]\n    expect: []\n")
                .errors()
                .stream()
                .map(RuleError::toString)
                .toList();
    }

    private static RuleTestReport report(String rules, String tests) {
        return RuleTestRunner.run(
                List.of(new RuleFile("reads.yml", rules)), List.of(new RuleFile("reads.test.yml", tests)));
    }

    private static String test(String body) {
        return "tests:\n  - name: t\n" + body.indent(4);
    }
}
