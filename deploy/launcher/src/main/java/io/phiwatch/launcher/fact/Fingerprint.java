package io.phiwatch.launcher.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is installed in a folder: Composer packages of {@code composer.lock}, WordPress plug-ins and themes with version
 * and hash, and the SHA-256 of every file. Names, versions and hashes; never content.
 */
public final class Fingerprint {
    /** Folders that change by themselves, or that a package or plug-in already stands for. */
    private static final Set<String> PASSED_OVER = Set.of(
            ".git", "node_modules", "vendor", "var", "cache", "uploads", "media", "generated", "plugins", "themes");

    private static final String WORDPRESS = "wp-content";
    private static final Pattern VERSION = Pattern.compile("(?im)^[\\s*#@/]*Version:\\s*([\\w.+-]{1,40})");
    private static final int HEADER_BYTES = 8192;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final ArrayNode items = JSON.createArrayNode();

    private Fingerprint(Path folder) {
        this.folder = folder;
    }

    /**
     * The items, each with type, id, and what tells its state.
     *
     * @throws IOException if a file cannot be read
     */
    public static ArrayNode of(Path folder) throws IOException {
        Fingerprint fingerprint = new Fingerprint(folder);
        fingerprint.packages();
        fingerprint.installed("plugin", folder.resolve(WORDPRESS).resolve("plugins"));
        fingerprint.installed("theme", folder.resolve(WORDPRESS).resolve("themes"));
        hashes(folder, folder, true)
                .forEach((file, hash) -> fingerprint.item("file", file).put("sha256", hash));
        return fingerprint.items;
    }

    private void packages() throws IOException {
        Path lock = folder.resolve("composer.lock");
        if (!Files.isReadable(lock)) {
            return;
        }
        JsonNode document = JSON.readTree(lock.toFile());
        for (String list : new String[] {"packages", "packages-dev"}) {
            for (JsonNode installed : document.path(list)) {
                item("package", installed.path("name").asText())
                        .put("version", installed.path("version").asText())
                        .put(
                                "reference",
                                installed.path("dist").path("reference").asText());
            }
        }
    }

    private void installed(String type, Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (Stream<Path> entries = Files.list(parent).sorted()) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                MessageDigest all = sha256();
                Map<String, String> files = Files.isDirectory(entry)
                        ? hashes(entry, entry, false)
                        : Map.of(entry.getFileName().toString(), hash(entry));
                files.forEach((file, hash) -> all.update((file + ' ' + hash + '\n').getBytes(StandardCharsets.UTF_8)));
                item(type, entry.getFileName().toString())
                        .put("version", version(entry))
                        .put("sha256", HexFormat.of().formatHex(all.digest()));
            }
        }
    }

    private ObjectNode item(String type, String id) {
        return items.addObject().put("type", type).put("id", id);
    }

    /** Version in the header of a plug-in's main file or of a theme's style sheet; empty where there is none. */
    private static String version(Path entry) throws IOException {
        if (!Files.isDirectory(entry)) {
            return versionIn(entry);
        }
        try (Stream<Path> files = Files.list(entry).sorted()) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                String version = name.endsWith(".php") || name.equals("style.css") ? versionIn(file) : "";
                if (!version.isEmpty()) {
                    return version;
                }
            }
            return "";
        }
    }

    private static String versionIn(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Matcher version = VERSION.matcher(new String(in.readNBytes(HEADER_BYTES), StandardCharsets.UTF_8));
            return version.find() ? version.group(1) : "";
        }
    }

    /** Hashes of all files below, by their path from the root with {@code /}. */
    private static Map<String, String> hashes(Path root, Path start, boolean passesOver) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean passed = passesOver
                        && !directory.equals(start)
                        && PASSED_OVER.contains(directory.getFileName().toString());
                return passed ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    hashes.put(root.relativize(file).toString().replace('\\', '/'), hash(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return hashes;
    }

    private static String hash(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
