package io.phiwatch.launcher.command.evidence;

import io.phiwatch.launcher.command.ApiClient;
import io.phiwatch.launcher.command.EnvironmentException;
import io.phiwatch.launcher.command.SetupOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** As whom a command asks: evidence tells people apart. */
final class AskerOptions {
    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with your API token (default: the administrator's in the data folder).")
    private @Nullable Path tokenFile;

    ApiClient client(SetupOptions setup) {
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
    static void write(Path file, byte[] bytes) {
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
