package io.phiwatch.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.launcher.command.HistoryFixture.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rules test} and {@code explain} of files. */
final class RulesTestCommandTest {
    private static final String RULE = """
            title: Encoded command
            name: encoded
            logsource: {category: process_creation, product: windows}
            detection:
              s: {Image|endswith: '\\powershell.exe', CommandLine|contains: ' -enc '}
              condition: s
            """;

    private static final String TEST = """
            tests:
              - name: an <encoded> command
                events: [{at: 0s, Image: 'C:\\powershell.exe', CommandLine: 'powershell -enc QQ=='}]
                expect: [{rule: encoded, alerts: 1, at: 0s}]
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void writeRule() throws IOException {
        Files.writeString(folder.resolve("encoded.yml"), RULE);
        Files.writeString(folder.resolve("encoded.test.yml"), TEST);
    }

    @Test
    void exitsZeroWhereAllPass() throws IOException {
        Path junit = folder.resolve("junit.xml");

        Answer answer = HistoryFixture.execute("rules", "test", folder.toString(), "--junit", junit.toString());

        assertThat(answer.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(answer.out()).contains("an <encoded> command", "1 passed, 0 failed, 0 rejected");
        assertThat(junit).content().contains("<testcase name=\"an &lt;encoded&gt; command\" classname=\"encoded\"");
    }

    @Test
    void exitsOneWhereOneFails() throws IOException {
        Files.writeString(folder.resolve("encoded.test.yml"), TEST.replace("-enc", "-x"));
        Path junit = folder.resolve("junit.xml");

        Answer answer =
                HistoryFixture.execute("rules", "test", folder.toString(), "--json", "--junit", junit.toString());

        assertThat(answer.exitCode()).isEqualTo(ExitCode.FOUND);
        JsonNode report = new ObjectMapper().readTree(answer.out());
        assertThat(report.get("failed").asInt()).isOne();
        assertThat(report.at("/tests/0/differences/0").asText())
                .isEqualTo("expected encoded: 1 alert at 0s; never fired");
        assertThat(junit).content().contains("<failure message=\"expected encoded: 1 alert at 0s; never fired\">");
    }

    @Test
    void exitsOneWhereARuleIsRejected() throws IOException {
        Files.writeString(folder.resolve("encoded.yml"), RULE.replace("condition: s", "condition: t"));

        Answer answer = HistoryFixture.execute("rules", "test", folder.toString());

        assertThat(answer.exitCode()).isEqualTo(ExitCode.FOUND);
        assertThat(answer.out()).contains("encoded.yml:6: detection.condition");
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        assertThat(HistoryFixture.execute("rules", "test", folder + "/none").exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void explainsAFileWithoutItsValues() throws IOException {
        Path event = Files.writeString(
                folder.resolve("event.json"), "{\"Image\": \"C:\\\\powershell.exe\", \"CommandLine\": \"jane doe\"}");
        String[] command = {
            "explain", "--rule", "encoded", "--rules", folder.toString(), "--event", event.toString(), "--values"
        };

        Answer hidden = HistoryFixture.execute(Arrays.copyOf(command, command.length - 1));
        Answer shown = HistoryFixture.execute(command);

        assertThat(hidden.exitCode()).isEqualTo(ExitCode.FOUND);
        assertThat(hidden.out())
                .contains("CommandLine is like '* -enc *': a text of 8 characters")
                .doesNotContain("jane");
        assertThat(shown.out()).contains("'jane doe'");
    }

    @Test
    void explainsAMatchWithExitCodeZero() throws IOException {
        Path event = Files.writeString(
                folder.resolve("event.json"), "{\"Image\": \"C:\\\\powershell.exe\", \"CommandLine\": \"p -enc Q\"}");

        Answer answer = HistoryFixture.execute(
                "explain", "--rule", "encoded", "--rules", folder.toString(), "--event", event.toString(), "--json");

        assertThat(answer.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(new ObjectMapper().readTree(answer.out()).get("true").asBoolean())
                .isTrue();
    }

    @Test
    void doesNotQuoteAFileThatIsNoJson() throws IOException {
        Path event = Files.writeString(folder.resolve("event.json"), "jane doe");

        Answer answer = HistoryFixture.execute(
                "explain", "--rule", "encoded", "--rules", folder.toString(), "--event", event.toString());

        assertThat(answer.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(answer.err()).contains("holds no single JSON object").doesNotContain("jane");
    }
}
