package io.phiwatch.launcher.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * The secrets of one source, one a line, the newest first, readable by the owner only. While a secret is rotated both are
 * valid: the platform signs with the old one until it is told the new one.
 */
public final class SecretsFile {
    private static final int VALID_AT_ONCE = 2;

    private final Path file;

    private SecretsFile(Path file) {
        this.file = file;
    }

    /** The file, which need not be there yet. */
    public static SecretsFile at(Path file) {
        return new SecretsFile(file.toAbsolutePath());
    }

    /** The secrets, the newest first; none where the file is not there. */
    public List<String> read() throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** Puts a new secret first; the one before stays valid, older ones do not. */
    public void add(String secret) throws IOException {
        write(Stream.concat(Stream.of(secret), read().stream())
                .distinct()
                .limit(VALID_AT_ONCE)
                .toList());
    }

    /** Leaves the newest alone valid. */
    public void dropOld() throws IOException {
        write(read().stream().limit(1).toList());
    }

    private void write(List<String> secrets) throws IOException {
        Path draft = Files.createTempFile(
                file.getParent(),
                file.getFileName().toString(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(draft, secrets);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
