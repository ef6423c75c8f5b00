package io.phiwatch.launcher.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** As whom a command asks: evidence tells people apart. */
public final class AskerOptions {
    @Mixin
    private SetupOptions setup = new SetupOptions();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with your API token (default: the administrator's in the data folder).")
    private @Nullable Path tokenFile;

    SetupOptions setup() {
        return setup;
    }

    /**
     * The API of what runs on the data folder.
     *
     * @throws EnvironmentException where nothing does, or there is no token
     */
    public ApiClient client() {
        ApiClient admin = ApiClient.of(setup.data());
        if (tokenFile == null) {
            return admin;
        }
        try {
            return admin.withToken(Files.readString(tokenFile).strip());
        } catch (IOException e) {
            throw new EnvironmentException("no token in " + tokenFile);
        }
    }

    /** Writes a new file that only its owner may read. */
    public static void write(Path file, byte[] bytes) {
        try {
            // Readable by its owner only from its first byte on.
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
            Files.write(file, bytes, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new EnvironmentException("cannot write " + file);
        }
    }
}
