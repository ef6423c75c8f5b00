package io.phiwatch.detector.sigma;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The files of rules, and of the tests beside them. Immutable.
 *
 * @param rules every {@code .yml} and {@code .yaml} but tests, sorted by name
 * @param tests every {@code .test.yml} and {@code .test.yaml}, sorted by name
 */
public record RuleFolder(List<RuleFile> rules, List<RuleFile> tests) {
    private static final String FOLDER = "rules";

    public RuleFolder {
        rules = List.copyOf(rules);
        tests = List.copyOf(tests);
    }

    /** The files of a folder and those below it; of a single file, that file and its tests. Names are relative to it. */
    public static RuleFolder read(Path path) {
        boolean isFolder = Files.isDirectory(path);
        Path folder =
                isFolder ? path : Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file is in a folder");
        List<RuleFile> rules = new ArrayList<>();
        List<RuleFile> tests = new ArrayList<>();
        try (Stream<Path> files = isFolder ? Files.walk(path) : Stream.of(path.toAbsolutePath(), testsOf(path))) {
            for (Path file : files.filter(RuleFolder::isYaml).sorted().toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                (isTest(file) ? tests : rules).add(new RuleFile(name, text(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RuleFolder(rules, tests);
    }

    /** The rule pack that phiwatch ships. */
    public static RuleFolder bundled() {
        return bundled(FOLDER);
    }

    /** A folder of such files that phiwatch ships. */
    static RuleFolder bundled(String folder) {
        try {
            return in(
                    folder,
                    Path.of(RuleFolder.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path has an unreadable location", e);
        }
    }

    /** The {@code rules} folder of a class folder or jar. */
    static RuleFolder in(Path classes) {
        return in(FOLDER, classes);
    }

    private static RuleFolder in(String folder, Path classes) {
        if (Files.isDirectory(classes)) {
            return read(classes.resolve(folder));
        }
        try (FileSystem jar = FileSystems.newFileSystem(classes)) {
            return read(jar.getPath(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path testsOf(Path file) {
        String name = file.toAbsolutePath().toString();
        int dot = name.lastIndexOf('.');
        return Path.of(dot < 0 ? name : name.substring(0, dot) + ".test" + name.substring(dot));
    }

    private static String text(Path path) throws IOException {
        try {
            return Files.readString(path);
        } catch (MalformedInputException e) {
            // the reader refuses it with file and line
            return "\u0000";
        }
    }

    private static boolean isYaml(Path path) {
        String name = path.toString();
        return (name.endsWith(".yml") || name.endsWith(".yaml")) && Files.isRegularFile(path);
    }

    private static boolean isTest(Path path) {
        String name = path.toString();
        return name.endsWith(".test.yml") || name.endsWith(".test.yaml");
    }
}
