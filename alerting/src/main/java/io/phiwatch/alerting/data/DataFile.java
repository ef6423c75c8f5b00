package io.phiwatch.alerting.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A text file and its version.
 *
 * @param name its name, for people
 * @param text what is in it, line ends as {@code \n}
 * @param version the first 16 hex digits of the SHA-256 of the text
 */
public record DataFile(String name, String text, String version) {
    private static final int VERSION_BYTES = 8;

    /** A file of that text. */
    public static DataFile of(String name, String text) {
        String lines = text.replace("\r\n", "\n");
        return new DataFile(name, lines, digest(lines));
    }

    /** Files on the class path, in the order of their names as given. */
    public static List<DataFile> bundled(String folder, List<String> names) {
        return names.stream().map(name -> of(name, resource(folder + name))).toList();
    }

    /** Files of a folder that end so, by name. */
    public static List<DataFile> in(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .map(file -> of(file.getFileName().toString(), text(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the folder " + folder, e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static String resource(String path) {
        try (InputStream in = Objects.requireNonNull(DataFile.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
