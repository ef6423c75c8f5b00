package io.phiwatch.launcher.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.detector.rules.RuleKeyPair;
import io.phiwatch.launcher.DataFolder;
import io.phiwatch.launcher.command.EnvironmentException;
import io.phiwatch.launcher.config.ConfigException;
import io.phiwatch.launcher.config.ConfigLoader;
import io.phiwatch.launcher.config.PhiwatchConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuleKeysTest {
    @TempDir
    private Path folder;

    @Test
    void makesAPairOnceForItsOwnerOnly() throws IOException {
        RuleKeys keys = keys("");

        keys.makeIfMissing();
        String made = Files.readString(folder.resolve("keys/rules-signing.pem"));
        keys.makeIfMissing();

        assertThat(folder.resolve("keys/rules-signing.pem")).content().isEqualTo(made);
        assertThat(Files.getPosixFilePermissions(folder.resolve("keys/rules-signing.pem")))
                .extracting(Enum::name)
                .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
        assertThat(keys.signer()).isNotNull();
        assertThat(keys.trust().requiresApproval()).isFalse();
    }

    @Test
    void takesConfiguredKeysAsTextOrFile() throws IOException {
        RuleKeyPair pair = RuleKeyPair.generate();
        Files.writeString(folder.resolve("trusted.pem"), pair.publicPem());
        Files.writeString(folder.resolve("signing.pem"), pair.privatePem());
        String yaml = """
                rules:
                  signing_key: "${file:%1$s/signing.pem}"
                  trusted_keys: [%1$s/trusted.pem]
                  require_approval: true
                """.formatted(folder);
        RuleKeys keys = keys(yaml);

        keys.makeIfMissing();

        assertThat(keys.signer()).isNotNull();
        assertThat(keys.trust().requiresApproval()).isTrue();
        assertThat(folder.resolve("keys")).doesNotExist();
        assertThat(config(yaml).toString()).doesNotContain("PRIVATE").doesNotContain("trusted.pem");
    }

    @Test
    void namesTheKeyThatIsMissing() throws IOException {
        assertThatThrownBy(() -> keys("").signer())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("rules-signing.pem");
        assertThatThrownBy(() -> keys("rules: {trusted_keys: [/nowhere.pem]}").trust())
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("rules.trusted_keys: no key in /nowhere.pem");
    }

    @Test
    void refusesToSignWhatNobodyTrusts() throws IOException {
        keys("").makeIfMissing();
        Files.writeString(
                folder.resolve("keys/rules-signing.pem"), RuleKeyPair.generate().privatePem());

        assertThatThrownBy(() -> keys("").signer())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("not among the trusted keys");
    }

    private RuleKeys keys(String yaml) throws IOException {
        return new RuleKeys(config(yaml), new DataFolder(folder));
    }

    private PhiwatchConfig config(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("config.yaml"), yaml);
        return new ConfigLoader(Map.of()).load(Optional.of(file), Map.of());
    }
}
