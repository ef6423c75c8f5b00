package io.phiwatch.launcher.rules;

import io.phiwatch.detector.rules.RuleKeyException;
import io.phiwatch.detector.rules.RuleKeyPair;
import io.phiwatch.detector.rules.RuleSigner;
import io.phiwatch.detector.rules.RulesTrust;
import io.phiwatch.detector.rules.TrustedKeys;
import io.phiwatch.launcher.DataFolder;
import io.phiwatch.launcher.command.EnvironmentException;
import io.phiwatch.launcher.config.ConfigException;
import io.phiwatch.launcher.config.PhiwatchConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * The keys that rules are signed and checked with: as configured, or the pair {@code rules-signing.pem} and
 * {@code rules-trusted.pem} in the folder of the keysets.
 */
public final class RuleKeys {
    private static final String PEM = "-----BEGIN ";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final PhiwatchConfig config;
    private final Path folder;

    public RuleKeys(PhiwatchConfig config, DataFolder data) {
        this.config = config;
        this.folder = config.keysDirectory().orElse(data.keys());
    }

    /** Makes a pair where none is configured and none is there. */
    public void makeIfMissing() {
        if (!config.rules().trustedKeys().isEmpty() || Files.exists(trustedFile())) {
            return;
        }
        RuleKeyPair pair = RuleKeyPair.generate();
        try {
            Files.createDirectories(folder, OWNER_DIRECTORY);
            write(signingFile(), pair.privatePem());
            write(trustedFile(), pair.publicPem());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the keys for rules in " + folder, e);
        }
    }

    /**
     * Whose rules are taken; nobody's where there is no key.
     *
     * @throws ConfigException where a key cannot be used
     */
    public RulesTrust trust() {
        List<String> keys = config.rules().trustedKeys();
        if (keys.isEmpty() && Files.exists(trustedFile())) {
            keys = List.of(trustedFile().toString());
        }
        try {
            return new RulesTrust(
                    TrustedKeys.of(keys.stream().map(RuleKeys::pem).toList()),
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
        String key = config.rules().signingKey().orElse(signingFile().toString());
        try {
            return RuleSigner.of(pem(key), trust().keys());
        } catch (RuleKeyException e) {
            throw new EnvironmentException("rules.signing_key: " + e.getMessage());
        }
    }

    /** A key as configured is the PEM text itself, or the name of its file. */
    private static String pem(String textOrFile) {
        if (textOrFile.contains(PEM)) {
            return textOrFile;
        }
        try {
            return Files.readString(Path.of(textOrFile));
        } catch (IOException e) {
            throw new EnvironmentException("no key for rules in " + textOrFile
                    + ": set rules.signing_key and rules.trusted_keys, or start `phiwatch run all` once");
        }
    }

    private Path signingFile() {
        return folder.resolve("rules-signing.pem");
    }

    private Path trustedFile() {
        return folder.resolve("rules-trusted.pem");
    }

    private void write(Path file, String pem) throws IOException {
        Path draft = Files.createTempFile(folder, "rules", ".new", OWNER_FILE);
        Files.writeString(draft, pem);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
