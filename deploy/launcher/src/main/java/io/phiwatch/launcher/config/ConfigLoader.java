package io.phiwatch.launcher.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration file, fills {@code ${ENV}} and {@code ${file:PATH}} in, and lays {@code --set key=value} over
 * it.
 */
public final class ConfigLoader {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(file:)?([^}]+)}");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final Map<String, String> environment;

    /** A loader that takes references from these variables. */
    public ConfigLoader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * The configuration in a file, or the defaults.
     *
     * @param overrides dotted keys and values that win over the file
     * @throws ConfigException with every fault
     */
    public PhiwatchConfig load(Optional<Path> file, Map<String, String> overrides) {
        List<String> faults = new ArrayList<>();
        ObjectNode tree = file.map(ConfigLoader::parse).orElseGet(YAML::createObjectNode);
        overrides.forEach((key, value) -> set(tree, key, value));
        resolve(tree, "", faults);
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return PhiwatchConfig.of(tree);
    }

    private static ObjectNode parse(Path file) {
        try {
            JsonNode tree = YAML.readTree(Files.readString(file));
            if (tree instanceof ObjectNode map) {
                return map;
            }
            if (tree == null || tree.isMissingNode() || tree.isNull()) {
                return YAML.createObjectNode();
            }
            throw new ConfigException(List.of(file + ": must be a map"));
        } catch (JsonProcessingException e) {
            // The parser's own message quotes the file, secrets included.
            throw new ConfigException(List.of(file + ":" + e.getLocation().getLineNr() + ": not readable as YAML"));
        } catch (IOException e) {
            throw new ConfigException(List.of(file + ": cannot be read"));
        }
    }

    private static void set(ObjectNode tree, String key, String value) {
        // Kafka's own settings have dots in their names: below kafka only embedded.* is nested.
        String[] steps = key.startsWith("kafka.") && !key.startsWith("kafka.embedded.")
                ? new String[] {"kafka", key.substring("kafka.".length())}
                : key.split("\\.", -1);
        ObjectNode node = tree;
        for (int i = 0; i < steps.length - 1; i++) {
            node = node.get(steps[i]) instanceof ObjectNode map ? map : node.putObject(steps[i]);
        }
        node.put(steps[steps.length - 1], value);
    }

    private void resolve(JsonNode node, String path, List<String> faults) {
        switch (node) {
            case ObjectNode map ->
                map.properties()
                        .forEach(entry ->
                                replace(entry.getValue(), path + '.' + entry.getKey(), faults, entry::setValue));
            case ArrayNode list -> {
                for (int i = 0; i < list.size(); i++) {
                    int index = i;
                    replace(list.get(i), path + '[' + i + ']', faults, value -> list.set(index, value));
                }
            }
            default -> {}
        }
    }

    private void replace(JsonNode value, String path, List<String> faults, Consumer<JsonNode> setter) {
        if (!value.isTextual()) {
            resolve(value, path, faults);
            return;
        }
        Matcher references = REFERENCE.matcher(value.textValue());
        StringBuilder resolved = new StringBuilder();
        while (references.find()) {
            String content = lookUp(references.group(1) != null, references.group(2));
            if (content == null) {
                faults.add(path.substring(1) + ": " + references.group() + " is not there");
            }
            references.appendReplacement(resolved, Matcher.quoteReplacement(content == null ? "" : content));
        }
        references.appendTail(resolved);
        setter.accept(TextNode.valueOf(resolved.toString()));
    }

    private @Nullable String lookUp(boolean isFile, String name) {
        if (!isFile) {
            return environment.get(name);
        }
        try {
            return Files.readString(Path.of(name)).strip();
        } catch (IOException e) {
            return null;
        }
    }
}
