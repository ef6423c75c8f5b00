package io.phiwatch.ingest.privacy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.prf.PrfSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Set;

/**
 * The two keysets of ingest, as Tink JSON files that only their owner may read: one for tokens, one for seals.
 * Immutable.
 */
public final class Keysets {
    private static final String TOKENS = "tokens.json";
    private static final String SEALS = "seals.json";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final KeysetHandle tokens;
    private final KeysetHandle seals;

    private Keysets(KeysetHandle tokens, KeysetHandle seals) {
        this.tokens = tokens;
        this.seals = seals;
    }

    /**
     * Reads the keysets of a directory.
     *
     * @param createIfMissing whether to create both where neither exists yet; one without the other is never made up
     *     for, since a new token key would break every window and count
     * @throws KeysetException if a key is missing or cannot be used
     */
    public static Keysets open(Path directory, boolean createIfMissing) {
        try {
            register();
            Path tokens = directory.resolve(TOKENS);
            Path seals = directory.resolve(SEALS);
            if (createIfMissing && Files.notExists(tokens) && Files.notExists(seals)) {
                Files.createDirectories(directory, OWNER_DIRECTORY);
                write(seals, generated(PredefinedAeadParameters.AES256_GCM));
                write(tokens, generated(PredefinedPrfParameters.HMAC_SHA256_PRF));
            }
            return new Keysets(read(tokens), read(seals));
        } catch (IOException | GeneralSecurityException e) {
            throw new KeysetException("the keysets in " + directory + " cannot be used: restore them from backup", e);
        }
    }

    /** Tokens under the current key. */
    public Tokens tokens() {
        try {
            return new Tokens(tokens.getPrimitive(RegistryConfiguration.get(), PrfSet.class));
        } catch (GeneralSecurityException e) {
            throw new KeysetException(TOKENS + " holds no key for tokens: restore it from backup", e);
        }
    }

    /** Seals for a topic. */
    public Sealer sealer(String topic) {
        try {
            return new Sealer(seals.getPrimitive(RegistryConfiguration.get(), Aead.class), topic);
        } catch (GeneralSecurityException e) {
            throw new KeysetException(SEALS + " holds no key for seals: restore it from backup", e);
        }
    }

    private static void register() throws GeneralSecurityException {
        AeadConfig.register();
        PrfConfig.register();
    }

    private static KeysetHandle generated(Parameters parameters) throws GeneralSecurityException {
        return KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.generateEntryFromParameters(parameters)
                        .withRandomId()
                        .makePrimary())
                .build();
    }

    private static void write(Path file, KeysetHandle keys) throws IOException, GeneralSecurityException {
        Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), "keyset", ".new", OWNER_FILE);
        Files.writeString(
                draft,
                TinkJsonProtoKeysetFormat.serializeKeyset(
                        keys, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static KeysetHandle read(Path file) throws IOException, GeneralSecurityException {
        if (Files.notExists(file)) {
            throw new KeysetException("key file " + file
                    + " is missing: restore it from backup, or create keys with 'phiwatch keys create'");
        }
        return TinkJsonProtoKeysetFormat.parseKeyset(
                Files.readString(file), RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
    }
}
