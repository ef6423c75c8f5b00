package io.phiwatch.ingest.adapter.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.ingest.adapter.JsonPayload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Key-value pairs in the form of OTLP's JSON.
 *
 * @param values plain JSON by key
 */
record Attributes(Map<String, JsonNode> values) {
    private static final List<String> SCALARS =
            List.of("stringValue", "intValue", "doubleValue", "boolValue", "bytesValue");

    /** Pairs of {@code [{"key": …, "value": {"stringValue": …}}]}. */
    static Attributes of(JsonNode pairs) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (JsonNode pair : pairs) {
            values.putIfAbsent(JsonPayload.text(pair, "key"), plain(pair.path("value")));
        }
        return new Attributes(values);
    }

    /** Value of the first of the keys that has one; empty where none has. */
    String text(String... keys) {
        for (String key : keys) {
            List<String> texts = texts(key);
            if (!texts.isEmpty()) {
                return texts.getFirst();
            }
        }
        return "";
    }

    /** Values of a key: several where it has a list. */
    List<String> texts(String key) {
        JsonNode value = values.getOrDefault(key, MissingNode.getInstance());
        return JsonPayload.items(value).stream()
                .map(JsonPayload::text)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    Set<String> names() {
        return values.keySet();
    }

    /** The JSON that an {@code AnyValue} stands for. */
    static JsonNode plain(JsonNode value) {
        for (String scalar : SCALARS) {
            if (value.has(scalar)) {
                return value.path(scalar);
            }
        }
        if (value.has("arrayValue")) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            value.path("arrayValue").path("values").forEach(item -> array.add(plain(item)));
            return array;
        }
        if (value.has("kvlistValue")) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            value.path("kvlistValue")
                    .path("values")
                    .forEach(pair -> object.set(JsonPayload.text(pair, "key"), plain(pair.path("value"))));
            return object;
        }
        return MissingNode.getInstance();
    }
}
