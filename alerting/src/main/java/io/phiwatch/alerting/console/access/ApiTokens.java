package io.phiwatch.alerting.console.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tokens of the API: the admin token in the data folder, readable by its owner only, and one for each role that has a file
 * there, such as {@code legal-token}. Whoever signs in with such a one goes by the name of the role.
 */
public final class ApiTokens {
    private static final String FILE = "admin-token";
    private static final List<String> ROLES = List.of("responder", "compliance", "legal", "communications");

    private final Path file;
    private final Map<Secret, User> holders;

    private ApiTokens(Path file, Map<Secret, User> holders) {
        this.file = file;
        this.holders = Map.copyOf(holders);
    }

    /** Reads the admin token from the folder, and writes a new one where there is none. */
    public static ApiTokens in(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file)) {
                create(file);
            }
            Map<Secret, User> holders = new HashMap<>();
            for (String role : ROLES) {
                Path own = folder.resolve(role + "-token");
                if (Files.exists(own)) {
                    holders.put(secret(own), new User(role, role, Set.of()));
                }
            }
            holders.put(secret(file), User.ADMIN);
            return new ApiTokens(file, holders);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write " + FILE, e);
        }
    }

    private static Secret secret(Path file) throws IOException {
        String token = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (token.isEmpty()) {
            throw new IllegalStateException(
                    "the file " + file.getFileName() + " is empty: write a token into it, or delete it");
        }
        return Secret.of(token);
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
        return Optional.ofNullable(holders.get(Secret.of(token)));
    }
}
