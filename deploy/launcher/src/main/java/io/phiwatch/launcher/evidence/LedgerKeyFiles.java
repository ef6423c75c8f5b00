package io.phiwatch.launcher.evidence;

import io.phiwatch.alerting.evidence.tree.LedgerKeys;
import io.phiwatch.launcher.DataFolder;
import io.phiwatch.launcher.config.ConfigException;
import io.phiwatch.launcher.config.PemFiles;
import io.phiwatch.launcher.config.PhiwatchConfig;
import io.phiwatch.schema.sign.KeyFaultException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * The keys that evidence is signed and checked with: as configured, or the pair {@code ledger-signing.pem} and
 * {@code ledger-public.pem} in the folder of the keysets.
 */
public final class LedgerKeyFiles {
    private static final String ADVICE =
            "set evidence.signing_key and evidence.public_keys, or start `phiwatch run all` once";

    private final PhiwatchConfig config;
    private final PemFiles files;

    public LedgerKeyFiles(PhiwatchConfig config, DataFolder data) {
        this.config = config;
        this.files =
                new PemFiles(config.keysDirectory().orElse(data.keys()), "ledger-signing.pem", "ledger-public.pem");
    }

    /** Makes a pair where none is configured and none is there. */
    public void makeIfMissing() {
        if (config.evidence().signingKey().isEmpty()) {
            files.makeIfMissing();
        }
    }

    /**
     * The keys; empty where none is configured and none is there.
     *
     * @throws ConfigException where one cannot be used
     */
    public Optional<LedgerKeys> read() {
        Optional<String> signing = config.evidence().signingKey();
        if (signing.isEmpty() && Files.notExists(files.privateFile())) {
            return Optional.empty();
        }
        List<String> publicKeys = config.evidence().publicKeys();
        if (publicKeys.isEmpty()) {
            publicKeys = List.of(files.publicFile().toString());
        }
        try {
            Optional<LedgerKeys> keys = LedgerKeys.of(
                    PemFiles.pem(signing.orElse(files.privateFile().toString()), ADVICE),
                    publicKeys.stream().map(key -> PemFiles.pem(key, ADVICE)).toList());
            if (keys.isEmpty()) {
                throw new ConfigException(
                        List.of("evidence.public_keys: the public half of evidence.signing_key is not among them"));
            }
            return keys;
        } catch (KeyFaultException e) {
            throw new ConfigException(List.of("evidence.signing_key, evidence.public_keys: " + e.getMessage()));
        }
    }
}
