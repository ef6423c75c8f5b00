package io.phiwatch.ingest.privacy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.prf.PrfConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where keysets are kept: Tink JSON files that only their owner may read, in the clear or encrypted by a key that never
 * leaves a KMS.
 *
 * @param directory of the files
 * @param kms address of the wrapping key, such as {@code gcp-kms://…}; null keeps keysets in the clear. Its client is any
 *     {@link KmsClient} that the class path offers as a service, with its default credentials
 */
public record KeyFiles(Path directory, @Nullable URI kms) {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    static {
        try {
            AeadConfig.register();
            PrfConfig.register();
        } catch (GeneralSecurityException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    boolean exists(String name) {
        return Files.exists(directory.resolve(name));
    }

    KeysetHandle read(String name) {
        Path file = directory.resolve(name);
        if (Files.notExists(file)) {
            throw new KeysetException("key file " + file
                    + " is missing: restore it from backup, or create keys with 'phiwatch keys create'");
        }
        try {
            String text = Files.readString(file);
            return kms == null
                    ? TinkJsonProtoKeysetFormat.parseKeyset(
                            text, RegistryConfiguration.get(), InsecureSecretKeyAccess.get())
                    : TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
                            text, wrappingKey(kms), context(name), RegistryConfiguration.get());
        } catch (IOException | GeneralSecurityException e) {
            throw new KeysetException(
                    "the keysets in " + directory + " cannot be used: restore them from backup, and check keys.kms", e);
        }
    }

    void write(String name, KeysetHandle keys) {
        try {
            Files.createDirectories(directory, OWNER_DIRECTORY);
            String text = kms == null
                    ? TinkJsonProtoKeysetFormat.serializeKeyset(
                            keys, RegistryConfiguration.get(), InsecureSecretKeyAccess.get())
                    : TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
                            keys, wrappingKey(kms), context(name), RegistryConfiguration.get());
            Path draft = Files.createTempFile(directory.toAbsolutePath(), "keyset", ".new", OWNER_FILE);
            Files.writeString(draft, text);
            Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | GeneralSecurityException e) {
            throw new KeysetException("the keysets cannot be written to " + directory, e);
        }
    }

    /** So that one keyset cannot be put in the place of the other. */
    private static byte[] context(String name) {
        return ("phiwatch|" + name).getBytes(StandardCharsets.UTF_8);
    }

    private static Aead wrappingKey(URI kms) throws GeneralSecurityException {
        for (KmsClient client : ServiceLoader.load(KmsClient.class)) {
            if (client.doesSupport(kms.toString())) {
                return client.withDefaultCredentials().getAead(kms.toString());
            }
        }
        throw new KeysetException("no KMS client on the class path for " + kms.getScheme()
                + ": put Tink's client for it there, as a service of com.google.crypto.tink.KmsClient");
    }
}
