package io.phiwatch.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.ingest.privacy.Keysets;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.ingest.privacy.TokenKind;
import io.phiwatch.launcher.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void createsKeysOnce() {
        assertThat(run("keys", "create")).isZero();
        assertThat(run("keys", "create")).isEqualTo(3);
        assertThat(err.toString()).contains("never overwritten");
    }

    @Test
    void rotatesSealsAndLeavesTokens() {
        // Given
        run("keys", "create");
        String token = token();

        // When
        int status = run("keys", "rotate");

        // Then
        assertThat(status).isZero();
        assertThat(out.toString()).contains("\"seal_keys\":2");
        assertThat(token()).isEqualTo(token);
    }

    @Test
    void mapsOldTokensToThoseThatComeWithActivation() throws Exception {
        // Given
        run("keys", "create");
        String before = token();
        Path identifiers = Files.writeString(
                folder.resolve("ids.jsonl"),
                "{\"kind\":\"patient\",\"tenant\":\"acme\",\"identifier\":\"Jane@example.org\"}\n\n");
        Path map = folder.resolve("map.jsonl");

        // When
        int status = run("keys", "retoken", "--identifiers", identifiers.toString(), "--map", map.toString());
        String between = token();
        int activated = run("keys", "retoken", "--activate");

        // Then
        assertThat(status).isZero();
        assertThat(activated).isZero();
        assertThat(between).isEqualTo(before);
        JsonNode pair = new ObjectMapper().readTree(Files.readString(map));
        assertThat(pair.path("old").asText()).isEqualTo(before);
        assertThat(pair.path("new").asText()).isEqualTo(token()).isNotEqualTo(before);
        assertThat(Files.readString(map)).doesNotContainIgnoringCase("jane");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(map)))
                .isEqualTo("rw-------");
    }

    @Test
    void saysWhichLineIsWrongAndNotWhatItHolds() throws Exception {
        // Given
        run("keys", "create");
        Path identifiers = Files.writeString(folder.resolve("ids.jsonl"), "{\"kind\":\"jane\",\"tenant\":\"acme\"}");

        // When
        int status = run(
                "keys",
                "retoken",
                "--identifiers",
                identifiers.toString(),
                "--map",
                folder.resolve("map").toString());

        // Then
        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("line 1: kind").doesNotContain("jane");
    }

    @Test
    void scanKnowsTheSitesOwnNumbers() throws Exception {
        // Given
        Path config = Files.writeString(folder.resolve("phiwatch.yaml"), """
                privacy:
                  site_patterns:
                    - {type: CLINIC_CHART, tier: 3, pattern: 'CL-\\d{6}'}
                """);
        Path log = Files.writeString(folder.resolve("a.log"), "nothing\nchart CL-123456 of 123-45-6789\n");

        // When
        int status = run("scan", "--config", config.toString(), log.toString());

        // Then
        assertThat(status).isEqualTo(1);
        assertThat(out.toString().lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("\"line\":2,\"start\":6,\"end\":15,\"type\":\"CLINIC_CHART\"")
                        && line.contains("\"tier\":3"))
                .anyMatch(line -> line.contains("US_SSN"));
        assertThat(out.toString()).doesNotContain("123456", "6789");
    }

    @Test
    void namesTheFaultOfAPattern() throws Exception {
        // Given
        Path config = Files.writeString(
                folder.resolve("phiwatch.yaml"), "privacy: {site_patterns: [{type: CHART, pattern: 'a|b'}]}");

        // When
        int status = run("scan", "--config", config.toString(), config.toString());

        // Then
        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("privacy.site_patterns[0].type").contains("not supported");
    }

    private String token() {
        return Keysets.open(folder.resolve("data/keys"), false)
                .tokens()
                .of(TokenKind.PATIENT, "acme", Phi.of("jane@example.org"));
    }

    private int run(String... arguments) {
        Stream<String> more = arguments[0].equals("keys")
                ? Stream.of("--data", folder.resolve("data").toString())
                : Stream.of();
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of(arguments), more).toArray(String[]::new));
    }
}
