package io.phiwatch.launcher.command.rules;

import io.phiwatch.detector.sigma.Rule;
import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.detector.sigma.yaml.Yaml;
import io.phiwatch.detector.sigma.yaml.YamlException;
import io.phiwatch.detector.sigma.yaml.YamlReader;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The text that a rule was written in. */
final class RuleSource {
    private static final Pattern DOCUMENT_BREAK = Pattern.compile("(?m)^---.*\\R?");
    private static final List<String> IDENTITIES = List.of("id", "name", "title");

    private RuleSource() {}

    /** The document of the rule among those files, with its comments; the whole file where it can't be told apart. */
    static String of(Rule rule, List<RuleFile> files) {
        RuleMetadata metadata = rule.metadata();
        String text = files.stream()
                .filter(file -> file.name().equals(metadata.file()))
                .map(RuleFile::text)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a rule without a file"));
        List<String> documents = Stream.of(DOCUMENT_BREAK.split(text))
                .filter(document -> isOf(document, metadata))
                .toList();
        return (documents.size() == 1 ? documents.getFirst() : text).strip() + System.lineSeparator();
    }

    private static boolean isOf(String document, RuleMetadata metadata) {
        try {
            List<Yaml> nodes = YamlReader.read(document);
            return nodes.size() == 1
                    && nodes.getFirst() instanceof Yaml.Mapping map
                    && IDENTITIES.stream()
                            .map(map::value)
                            .filter(Yaml.Scalar.class::isInstance)
                            .map(value -> ((Yaml.Scalar) value).text())
                            .findFirst()
                            .filter(first -> List.of(metadata.id(), metadata.name(), metadata.title())
                                    .contains(first))
                            .isPresent();
        } catch (YamlException e) {
            // a break inside a block of text: not a document
            return false;
        }
    }
}
