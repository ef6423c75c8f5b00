package io.phiwatch.alerting.siem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The uncompiled OCSF schema, read from its repository's folder layout: follows {@code extends}, {@code $include} and the
 * dictionary. Attributes of a profile are there only if the profile is on; an attribute whose profile is null always is.
 */
final class OcsfSchema {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path folder;
    private final JsonNode dictionary;
    private final Map<String, ObjectNode> definitions = new HashMap<>();

    OcsfSchema(Path folder) {
        this.folder = folder;
        this.dictionary = read("dictionary.json");
    }

    String version() {
        return read("version.json").get("version").textValue();
    }

    ObjectNode findingClass(String name) {
        ObjectNode finding = definition(name, true).deepCopy();
        // What the schema compiler does: the base event knows no class but itself.
        JsonNode category = read("categories.json")
                .get("attributes")
                .get(finding.get("category").textValue());
        int categoryUid = category.get("uid").intValue();
        int classUid = categoryUid * 1000 + finding.get("uid").intValue();
        onlyValue(finding, "category_uid", categoryUid, category.get("caption"));
        onlyValue(finding, "class_uid", classUid, finding.get("caption"));
        return finding;
    }

    private static void onlyValue(ObjectNode finding, String attribute, int value, JsonNode caption) {
        ObjectNode values = MAPPER.createObjectNode();
        values.putObject(Integer.toString(value)).set("caption", caption);
        ((ObjectNode) finding.get("attributes").get(attribute)).set("enum", values);
    }

    ObjectNode object(String name) {
        return definition(name, false);
    }

    /** What the dictionary and the class or object say of an attribute, the latter on top. */
    JsonNode attribute(String name, JsonNode local) {
        ObjectNode merged = MAPPER.createObjectNode();
        JsonNode general = dictionary.get("attributes").get(name);
        if (general != null) {
            overlay(merged, general);
        }
        overlay(merged, local);
        return merged;
    }

    boolean isScalar(String type) {
        return dictionary.get("types").get("attributes").has(type);
    }

    JsonNode scalar(String type) {
        return dictionary.get("types").get("attributes").get(type);
    }

    private ObjectNode definition(String name, boolean isClass) {
        String path = isClass ? classPath(name) : "objects/" + name + ".json";
        ObjectNode known = definitions.get(path);
        if (known == null) {
            known = resolve(read(path), isClass);
            definitions.put(path, known);
        }
        return known;
    }

    private static String classPath(String name) {
        return name.equals("base_event") ? "events/base_event.json" : "events/findings/" + name + ".json";
    }

    private ObjectNode resolve(JsonNode own, boolean isClass) {
        ObjectNode resolved = own.has("extends")
                ? definition(own.get("extends").textValue(), isClass).deepCopy()
                : MAPPER.createObjectNode().set("attributes", MAPPER.createObjectNode());
        ObjectNode attributes = (ObjectNode) resolved.get("attributes");
        for (JsonNode include : own.get("attributes").path("$include")) {
            JsonNode profile = read(include.textValue());
            for (Map.Entry<String, JsonNode> attribute :
                    profile.get("attributes").properties()) {
                ObjectNode marked = attribute.getValue().deepCopy();
                marked.put("profile", profile.get("name").textValue());
                merge(attributes, attribute.getKey(), marked);
            }
        }
        for (Map.Entry<String, JsonNode> attribute : own.get("attributes").properties()) {
            if (!attribute.getKey().equals("$include")) {
                merge(attributes, attribute.getKey(), attribute.getValue());
            }
        }
        for (String key : List.of("constraints", "category", "uid", "caption")) {
            if (own.has(key)) {
                resolved.set(key, own.get(key));
            }
        }
        return resolved;
    }

    private static void merge(ObjectNode attributes, String name, JsonNode more) {
        ObjectNode merged = MAPPER.createObjectNode();
        if (attributes.has(name)) {
            overlay(merged, attributes.get(name));
        }
        overlay(merged, more);
        attributes.set(name, merged);
    }

    /** Values of {@code more} win; enumerations grow. */
    private static void overlay(ObjectNode target, JsonNode more) {
        for (Map.Entry<String, JsonNode> entry : more.properties()) {
            if (entry.getKey().equals("enum") && target.has("enum")) {
                ObjectNode all = target.get("enum").deepCopy();
                entry.getValue().properties().forEach(value -> all.set(value.getKey(), value.getValue()));
                target.set("enum", all);
            } else {
                target.set(entry.getKey(), entry.getValue());
            }
        }
    }

    private JsonNode read(String path) {
        try {
            return MAPPER.readTree(Files.readAllBytes(folder.resolve(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
