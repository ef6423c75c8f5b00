package io.phiwatch.launcher.config;

import io.phiwatch.launcher.command.EnvironmentException;
import io.phiwatch.schema.sign.Ed25519;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * An Ed25519 key pair in two files that only their owner may read.
 *
 * @param folder of both
 * @param privateName file of the private key
 * @param publicName file of the public key
 */
public record PemFiles(Path folder, String privateName, String publicName) {
    private static final String PEM = "-----BEGIN ";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    public Path privateFile() {
        return folder.resolve(privateName);
    }

    public Path publicFile() {
        return folder.resolve(publicName);
    }

    /** Makes a pair where none is there. */
    public void makeIfMissing() {
        if (Files.exists(publicFile())) {
            return;
        }
        Ed25519.PemPair pair = Ed25519.generate();
        try {
            Files.createDirectories(folder, OWNER_DIRECTORY);
            write(privateFile(), pair.privatePem());
            write(publicFile(), pair.publicPem());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep keys in " + folder, e);
        }
    }

    /**
     * A key as configured: the PEM text itself, or the name of its file.
     *
     * @param advice what to do where it is not there
     * @throws EnvironmentException where the file cannot be read
     */
    public static String pem(String textOrFile, String advice) {
        if (textOrFile.contains(PEM)) {
            return textOrFile;
        }
        try {
            return Files.readString(Path.of(textOrFile));
        } catch (IOException e) {
            throw new EnvironmentException("no key in " + textOrFile + ": " + advice);
        }
    }

    private void write(Path file, String pem) throws IOException {
        Path draft = Files.createTempFile(folder, "key", ".new", OWNER_FILE);
        Files.writeString(draft, pem);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
