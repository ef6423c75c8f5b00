package io.phiwatch.ingest.follow;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Finds log files: those that a pattern means, and those that a file became by rotation. */
final class LogFiles {
    private static final List<String> COMPRESSED = List.of(".gz", ".bz2", ".xz", ".zst", ".zip", ".lz4");

    private LogFiles() {}

    /** The files that a path means, whose last step may hold {@code *} and {@code ?}; compressed ones are left out. */
    static List<Path> matching(String pattern) throws IOException {
        Path path = Path.of(pattern).toAbsolutePath().normalize();
        if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0) {
            return List.of(path);
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + name(path));
        return list(folder(path), file -> matcher.matches(file.getFileName())).stream()
                .sorted()
                .toList();
    }

    /** A file and what rotation made of its forerunners, oldest first: {@code a.log.2}, {@code a.log.1}, {@code a.log}. */
    static List<Path> generations(Path path) throws IOException {
        String name = name(path);
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String ending = dot > 0 ? name.substring(dot) : "";
        List<Path> rotated = new ArrayList<>(list(
                folder(path),
                file -> !name(file).equals(name)
                        && (isPart(name(file), name)
                                || (isPart(name(file), stem) && name(file).endsWith(ending)))));
        rotated.sort(Comparator.comparing(LogFiles::modified).thenComparing(Comparator.reverseOrder()));
        if (Files.exists(path)) {
            rotated.add(path);
        }
        return rotated;
    }

    private static boolean isPart(String name, String stem) {
        return name.startsWith(stem + '.') || name.startsWith(stem + '-') || name.startsWith(stem + '_');
    }

    private static List<Path> list(Path folder, DirectoryStream.Filter<Path> filter) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, filter)) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry) && !isCompressed(entry)) {
                    files.add(entry);
                }
            }
        }
        return files;
    }

    static boolean isCompressed(Path file) {
        String name = name(file).toLowerCase(Locale.ROOT);
        return COMPRESSED.stream().anyMatch(name::endsWith);
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }

    private static Path folder(Path path) {
        return Objects.requireNonNullElse(path.getParent(), path);
    }

    private static String name(Path path) {
        return Objects.toString(path.getFileName(), "");
    }
}
