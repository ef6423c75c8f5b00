package io.phiwatch.detector.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineTest {
    private static final Pipelines BUNDLED = Pipelines.of(List.of());

    /** A record of the event log; data is {@code name=value}. */
    private static Map<String, Object> windows(String channel, Object id, String... data) {
        Map<String, Object> eventData = new LinkedHashMap<>();
        Arrays.stream(data).map(pair -> pair.split("=", 2)).forEach(pair -> eventData.put(pair[0], pair[1]));
        Map<String, Object> system = Map.of(
                "Provider",
                Map.of("#attributes", Map.of("Name", "Some-Provider")),
                "EventID",
                id,
                "Channel",
                channel,
                "Computer",
                "ws-1",
                "TimeCreated",
                Map.of("#attributes", Map.of("SystemTime", "2026-03-02T09:00:00Z")));
        return Map.of("Event", Map.of("System", system, "EventData", eventData));
    }

    private static String rule(String name, String logsource, String selection) {
        return "title: " + name + "\nname: " + name + "\nlogsource: {" + logsource + "}\ndetection: {s: {" + selection
                + "}, condition: s}\n";
    }

    private static List<String> matched(Pipelines pipelines, Map<String, Object> event, String... rules) {
        RuleSet set = RuleSet.of(IntStream.range(0, rules.length)
                .mapToObj(i -> new RuleFile(i + ".yml", rules[i]))
                .toList());
        RoutedMatcher matcher = new RoutedMatcher(set, pipelines, (rule, failure) -> {
            throw failure;
        });
        return matcher.match(event).rules().stream()
                .map(rule -> rule.metadata().name())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            product: windows, category: process_creation          | Microsoft-Windows-Sysmon/Operational | 1    | true
            product: windows, category: process_creation          | Microsoft-Windows-Sysmon/Operational | 11   | false
            product: windows, category: process_creation          | Security                             | 4688 | true
            product: windows, category: process_creation          | Security                             | 1    | false
            category: process_creation                            | Security                             | 4688 | true
            product: linux, category: process_creation            | Security                             | 4688 | false
            product: windows, category: file_event                | Microsoft-Windows-Sysmon/Operational | 11   | true
            product: windows, category: image_load                | Microsoft-Windows-Sysmon/Operational | 7    | true
            product: windows, category: process_access            | Microsoft-Windows-Sysmon/Operational | 10   | true
            product: windows, category: registry_set              | Microsoft-Windows-Sysmon/Operational | 13   | true
            product: windows, category: registry_set              | Microsoft-Windows-Sysmon/Operational | 12   | false
            product: windows, category: registry_event            | Microsoft-Windows-Sysmon/Operational | 12   | true
            product: windows, category: registry_event            | Microsoft-Windows-Sysmon/Operational | 13   | true
            product: windows, category: registry_event            | Microsoft-Windows-Sysmon/Operational | 14   | true
            product: windows, category: registry_delete           | Microsoft-Windows-Sysmon/Operational | 12   | false
            product: windows, category: ps_script                 | Microsoft-Windows-PowerShell/Operational | 4104 | true
            product: windows, category: ps_script                 | PowerShellCore/Operational           | 4104 | true
            product: windows, category: dns_query                 | Microsoft-Windows-Sysmon/Operational | 22   | true
            product: windows, service: security                   | Security                             | 4624 | true
            product: windows, service: security                   | System                               | 4624 | false
            product: windows, service: system                     | System                               | 7045 | true
            product: windows, service: applocker                  | Microsoft-Windows-AppLocker/EXE and DLL | 8002 | true
            product: windows, service: sysmon                     | Microsoft-Windows-Sysmon/Operational | 1    | true
            product: windows, category: process_creation, service: sysmon | Security                     | 4688 | false
            product: windows                                      | Anything                             | 1    | true
            product: windows, category: unheard_of                | Security                             | 1    | false
            category: webserver                                   | Security                             | 1    | false
            """)
    void recordsMeetTheRulesOfTheirLogSource(String logsource, String channel, int id, boolean meets) {
        // When
        List<String> matched = matched(BUNDLED, windows(channel, id), rule("r", logsource, "Computer: ws-1"));

        // Then
        assertThat(matched.contains("r")).isEqualTo(meets);
    }

    @ParameterizedTest
    @CsvSource({"DeleteKey, registry_delete", "DeleteValue, registry_delete", "CreateKey, registry_add"})
    void registryKeysComeAndGo(String type, String category) {
        // Given
        Map<String, Object> event = windows("Microsoft-Windows-Sysmon/Operational", 12, "EventType=" + type);

        // When
        List<String> matched = matched(
                BUNDLED,
                event,
                rule("registry_delete", "product: windows, category: registry_delete", "Computer: ws-1"),
                rule("registry_add", "product: windows, category: registry_add", "Computer: ws-1"));

        // Then
        assertThat(matched).containsExactly(category);
    }

    @ParameterizedTest
    @CsvSource({
        "Image: 'C:\\a.exe', true",
        "ParentImage|endswith: b.exe, true",
        "NewProcessName|endswith: a.exe, true",
        "EventID: 4688, true",
        "Channel: security, true",
        "Provider_Name: Some-Provider, true",
        "Source Name: here, true",
        "SourceName: here, true",
        "Event.System.Computer: ws-1, true",
        "CommandLine: null, true",
        "Image: null, false",
        "OriginalFileName|exists: true, false"
    })
    void rulesNameFieldsAsTheyAreUsedTo(String selection, boolean matches) {
        // Given
        Map<String, Object> event =
                windows("Security", 4688, "NewProcessName=C:\\a.exe", "ParentProcessName=C:\\b.exe", "SourceName=here");

        // Then
        assertThat(matched(BUNDLED, event, rule("r", "category: process_creation", selection)))
                .hasSize(matches ? 1 : 0);
    }

    @Test
    void valuesThatWereXmlElementsAreRead() {
        // Given
        Map<String, Object> event = Map.of(
                "Event",
                Map.of(
                        "System",
                        Map.of(
                                "EventID",
                                Map.of("#attributes", Map.of("Qualifiers", 0), "#text", 400),
                                "Channel",
                                "Windows PowerShell"),
                        "EventData",
                        Map.of("Data", Map.of("#text", List.of("Available", "HostVersion=2.0")))));

        // Then
        assertThat(matched(
                        BUNDLED,
                        event,
                        rule("r", "category: ps_classic_start, product: windows", "Data|contains: HostVersion=2")))
                .containsExactly("r");
    }

    @Test
    void userDataIsReadWhateverItsElementIsCalled() {
        // Given
        Map<String, Object> event = Map.of(
                "Event",
                Map.of(
                        "System", Map.of("EventID", 8002, "Channel", "Microsoft-Windows-AppLocker/EXE and DLL"),
                        "UserData", Map.of("RuleAndFileData", Map.of("FilePath", "C:\\x.exe"))));

        // Then
        assertThat(matched(
                        BUNDLED, event, rule("r", "product: windows, service: applocker", "FilePath|endswith: x.exe")))
                .containsExactly("r");
    }

    @Test
    void timeOfARecordIsItsOwn() {
        // Given
        RoutedMatcher matcher = new RoutedMatcher(RuleSet.of(List.of()), BUNDLED, (rule, failure) -> {});
        Map<String, Object> event = windows("Security", 4624);

        // Then
        assertThat(matcher.match(event).times().of(event)).isEqualTo("2026-03-02T09:00:00Z");
    }

    @Test
    void eventsOfUnknownShapeMeetAllRules() {
        // Given
        Map<String, Object> event = Map.of("user", Map.of("name", "eve"), "a.b", 1, "Source Name", "x");

        // Then
        assertThat(matched(
                        BUNDLED,
                        event,
                        rule("path", "product: linux", "user.name: eve"),
                        rule("dotted", "category: webserver", "a.b: 1"),
                        rule("blank", "service: sshd", "Source Name: x"),
                        rule("other", "service: sshd", "user.name: bob")))
                .containsExactlyInAnyOrder("path", "dotted", "blank");
    }

    @Test
    void ownPipelinesComeFirst(@TempDir Path folder) throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("gateway.yml"), """
                title: Gateway
                applies: gw
                product: gateway
                lookup: [gw.request]
                fields: {status: gw.response.code}
                time: gw.at
                sources:
                  - category: webserver
                    when: {gw.kind|startswith: http}
                    fields: {cs-uri-query: q}
                """);
        Map<String, Object> event = Map.of(
                "gw", Map.of("kind", "https", "at", 5, "request", Map.of("q", "a=1"), "response", Map.of("code", 500)));

        // When
        List<String> matched = matched(
                Pipelines.of(List.of(file)),
                event,
                rule("alias", "category: webserver", "cs-uri-query|contains: a="),
                rule("field", "product: gateway", "status: 500"),
                rule("lookup", "category: webserver", "q: 'a=1'"),
                rule("elsewhere", "category: proxy", "status: 500"));

        // Then
        assertThat(matched).containsExactlyInAnyOrder("alias", "field", "lookup");
    }

    @Test
    void everyFaultOfAPipelineIsNamed(@TempDir Path folder) throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("p.yml"), """
                titel: Gateway
                lookup: {a: b}
                sources:
                  - when: {a: 1}
                  - category: x
                  - category: y
                    when: {a|unheard: 1}
                  - text
                """);

        // Then
        assertThatThrownBy(() -> Pipelines.of(List.of(file)))
                .isInstanceOf(PipelineException.class)
                .message()
                .contains("p.yml:1: titel: unknown key")
                .contains("p.yml:1: title: required")
                .contains("p.yml:2: lookup: must be text")
                .contains("p.yml:4: sources[0]: names no category and no service")
                .contains("p.yml:5: sources[1].when: required")
                .contains("p.yml:6: sources[2].when: ")
                .contains("p.yml:8: sources[3]: must be a map");
    }
}
