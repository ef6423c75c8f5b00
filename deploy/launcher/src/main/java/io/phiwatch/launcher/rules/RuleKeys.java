package io.phiwatch.launcher.rules;

import io.phiwatch.detector.rules.RuleKeyException;
import io.phiwatch.detector.rules.RuleSigner;
import io.phiwatch.detector.rules.RulesTrust;
import io.phiwatch.detector.rules.TrustedKeys;
import io.phiwatch.launcher.DataFolder;
import io.phiwatch.launcher.command.EnvironmentException;
import io.phiwatch.launcher.config.ConfigException;
import io.phiwatch.launcher.config.PemFiles;
import io.phiwatch.launcher.config.PhiwatchConfig;
import java.nio.file.Files;
import java.util.List;

/**
 * The keys that rules are signed and checked with: as configured, or the pair {@code rules-signing.pem} and
 * {@code rules-trusted.pem} in the folder of the keysets.
 */
public final class RuleKeys {
    private static final String ADVICE =
            "set rules.signing_key and rules.trusted_keys, or start `phiwatch run all` once";

    private final PhiwatchConfig config;
    private final PemFiles files;

    public RuleKeys(PhiwatchConfig config, DataFolder data) {
        this.config = config;
        this.files = new PemFiles(config.keysDirectory().orElse(data.keys()), "rules-signing.pem", "rules-trusted.pem");
    }

    /** Makes a pair where none is configured and none is there. */
    public void makeIfMissing() {
        if (config.rules().trustedKeys().isEmpty()) {
            files.makeIfMissing();
        }
    }

    /**
     * Whose rules are taken; nobody's where there is no key.
     *
     * @throws ConfigException where a key cannot be used
     */
    public RulesTrust trust() {
        List<String> keys = config.rules().trustedKeys();
        if (keys.isEmpty() && Files.exists(files.publicFile())) {
            keys = List.of(files.publicFile().toString());
        }
        try {
            return new RulesTrust(
                    TrustedKeys.of(
                            keys.stream().map(key -> PemFiles.pem(key, ADVICE)).toList()),
                    config.rules().requireApproval());
        } catch (RuleKeyException | EnvironmentException e) {
            throw new ConfigException(List.of("rules.trusted_keys: " + e.getMessage()));
        }
    }

    /**
     * The key to push with.
     *
     * @throws EnvironmentException where it is missing, or nobody would trust it
     */
    public RuleSigner signer() {
        String key = config.rules().signingKey().orElse(files.privateFile().toString());
        try {
            return RuleSigner.of(PemFiles.pem(key, ADVICE), trust().keys());
        } catch (RuleKeyException e) {
            throw new EnvironmentException("rules.signing_key: " + e.getMessage());
        }
    }
}
