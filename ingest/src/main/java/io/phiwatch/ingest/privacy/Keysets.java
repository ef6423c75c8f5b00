package io.phiwatch.ingest.privacy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfSet;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * The two keysets of ingest: one for tokens, one for seals. Seals rotate freely, since every key stays for reading; the
 * key for tokens changes only by {@link Retokening}. Immutable.
 */
public final class Keysets {
    static final String TOKENS = "tokens.json";
    static final String SEALS = "seals.json";

    private final KeysetHandle tokens;
    private final KeysetHandle seals;

    private Keysets(KeysetHandle tokens, KeysetHandle seals) {
        this.tokens = tokens;
        this.seals = seals;
    }

    /**
     * Reads the keysets of a directory, not wrapped by a KMS.
     *
     * @param createIfMissing whether to create both where neither exists yet; one without the other is never made up
     *     for, since a new token key would break every window and count
     * @throws KeysetException if a key is missing or cannot be used
     */
    public static Keysets open(Path directory, boolean createIfMissing) {
        return open(new KeyFiles(directory, null), createIfMissing);
    }

    /** Reads the keysets where they are kept; otherwise as {@link #open(Path, boolean)}. */
    public static Keysets open(KeyFiles files, boolean createIfMissing) {
        if (createIfMissing && !files.exists(TOKENS) && !files.exists(SEALS)) {
            create(files);
        }
        return new Keysets(files.read(TOKENS), files.read(SEALS));
    }

    /**
     * Makes both keysets.
     *
     * @throws KeysetException if one is there already: it is never overwritten
     */
    public static void create(KeyFiles files) {
        for (String name : List.of(TOKENS, SEALS)) {
            if (files.exists(name)) {
                throw new KeysetException(name + " is there already: keys are never overwritten");
            }
        }
        files.write(SEALS, withPrimary(KeysetHandle.newBuilder(), PredefinedAeadParameters.AES256_GCM));
        files.write(TOKENS, withPrimary(KeysetHandle.newBuilder(), PredefinedPrfParameters.HMAC_SHA256_PRF));
    }

    /**
     * Gives seals a new key; what the old ones sealed stays readable. Running processes take it at their next start.
     *
     * @return how many keys there are now
     */
    public static int rotateSeals(KeyFiles files) {
        KeysetHandle rotated =
                withPrimary(KeysetHandle.newBuilder(files.read(SEALS)), PredefinedAeadParameters.AES256_GCM);
        files.write(SEALS, rotated);
        return rotated.size();
    }

    static KeysetHandle withPrimary(KeysetHandle.Builder keys, Parameters parameters) {
        return built(keys.addEntry(KeysetHandle.generateEntryFromParameters(parameters)
                .withRandomId()
                .makePrimary()));
    }

    static KeysetHandle built(KeysetHandle.Builder keys) {
        try {
            return keys.build();
        } catch (GeneralSecurityException e) {
            throw new KeysetException("a key cannot be made", e);
        }
    }

    /** Tokens under the current key. */
    public Tokens tokens() {
        return new Tokens(prfs(tokens));
    }

    static PrfSet prfs(KeysetHandle tokens) {
        try {
            return tokens.getPrimitive(RegistryConfiguration.get(), PrfSet.class);
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
}
