package io.phiwatch.alerting.console.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Tokens of the API. One so far: the admin token in the data folder, readable by its owner only. */
public final class ApiTokens {
    private static final String FILE = "admin-token";

    private final Path file;
    private final Secret admin;

    private ApiTokens(Path file, Secret admin) {
        this.file = file;
        this.admin = admin;
    }

    /** Reads the admin token from the folder, and writes a new one where there is none. */
    public static ApiTokens in(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file)) {
                create(file);
            }
            String token = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (token.isEmpty()) {
                throw new IllegalStateException("the file " + FILE + " is empty: delete it, and a new one is written");
            }
            return new ApiTokens(file, Secret.of(token));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write " + FILE, e);
        }
    }

    private static void create(Path file) throws IOException {
        // Readable by its owner only from its first byte on.
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
        Files.writeString(
                file, Secret.random() + System.lineSeparator(), StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
    }

    /** File that holds the admin token. */
    public Path file() {
        return file;
    }

    /** The holder of a token. */
    Optional<User> holder(String token) {
        return Secret.of(token).equals(admin) ? Optional.of(User.ADMIN) : Optional.empty();
    }
}
