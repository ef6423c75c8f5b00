package io.phiwatch.detector.sigma;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Cases in {@code sigma-vectors}: what rules say, and what must come of them. Each file has {@code cases}, and may have
 * a {@code prelude} of rules that stand before those of every case.
 */
final class Vectors {
    private static final ObjectMapper YAML = new YAMLMapper();

    private Vectors() {}

    /** A case of a file; its rules are those of the prelude and its own. */
    record Case(String file, String name, String rules, JsonNode node) {
        @Override
        public String toString() {
            return file + ": " + name;
        }

        Map<String, Object> event(JsonNode event) {
            return YAML.convertValue(event, new TypeReference<>() {});
        }

        List<JsonNode> list(String key) {
            List<JsonNode> items = new ArrayList<>();
            node.path(key).forEach(items::add);
            return items;
        }

        Map<String, List<String>> placeholders() {
            JsonNode lists = node.path("placeholders");
            return lists.isMissingNode() ? Map.of() : YAML.convertValue(lists, new TypeReference<>() {});
        }

        RuleParser.Result parse() {
            return RuleParser.parse(List.of(new RuleFile("case.yml", rules)), placeholders());
        }
    }

    /** The cases of every file of a folder, which may have no other keys than those. */
    static List<Case> in(String folder, Set<String> keys) {
        try (Stream<Path> files =
                Files.list(Path.of(Vectors.class.getResource("/" + folder).toURI()))) {
            List<Case> cases = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".yml"))
                    .sorted()
                    .toList()) {
                JsonNode document = YAML.readTree(file.toFile());
                for (JsonNode node : document.get("cases")) {
                    node.fieldNames().forEachRemaining(key -> {
                        if (!keys.contains(key)) {
                            throw new AssertionError(file + ": unknown key " + key);
                        }
                    });
                    cases.add(read(file, document.path("prelude").asText(), node));
                }
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Case read(Path file, String prelude, JsonNode node) {
        String own = node.path("rules").asText();
        if (node.has("item")) {
            own = Rules.anywhere("s:\n" + node.get("item").asText().indent(2) + "condition: s");
        } else if (node.has("detection")) {
            own = Rules.anywhere(node.get("detection").asText());
        }
        String name = node.has("name")
                ? node.get("name").asText()
                : node.path("item").asText(node.path("detection").asText()).strip();
        String rules = prelude.isEmpty() ? own : prelude + "---\n" + own;
        return new Case(file.getFileName().toString(), name, rules, node);
    }
}
