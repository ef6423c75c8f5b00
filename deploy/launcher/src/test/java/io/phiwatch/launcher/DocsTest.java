package io.phiwatch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links, commands and topics that the documents name are there. */
final class DocsTest {
    private static final Path ROOT = Path.of(System.getProperty("phiwatch.root"));
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)");
    private static final Pattern COMMAND = Pattern.compile("(?:\\./|`)phiwatch ([a-z]+)");

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> found =
                    docs.filter(file -> file.toString().endsWith(".md")).toList();
            return Stream.concat(
                    found.stream(), Stream.of("README.md", "CONTRIBUTING.md").map(ROOT::resolve));
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadSomewhere(Path document) {
        assertThat(matches(document, LINK))
                .allSatisfy(link -> assertThat(document.resolveSibling(link)).exists());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void commandsExist(Path document) {
        Set<String> commands = Stream.concat(Main.commandLine().getSubcommands().keySet().stream(), Stream.of("bench"))
                .collect(Collectors.toSet());

        assertThat(commands).containsAll(matches(document, COMMAND));
    }

    private static List<String> matches(Path document, Pattern pattern) {
        try {
            return pattern.matcher(Files.readString(document))
                    .results()
                    .map((MatchResult result) -> result.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
