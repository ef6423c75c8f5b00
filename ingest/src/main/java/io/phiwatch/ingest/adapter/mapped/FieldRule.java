package io.phiwatch.ingest.adapter.mapped;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Where a field of the event comes from.
 *
 * @param at way into the document
 * @param values the field's value by the source's; empty takes the source's own
 * @param otherwise what stands where the document or the map has nothing; empty for nothing
 */
record FieldRule(JsonPath at, Map<String, String> values, String otherwise) {
    FieldRule {
        values = Map.copyOf(values);
    }

    /** Always the same. */
    static FieldRule constant(String value) {
        return new FieldRule(JsonPath.of(""), Map.of(), value);
    }

    /** The field's value; empty where there is none. */
    String read(JsonNode document) {
        return value(at.text(document));
    }

    /** All of the field's values. */
    List<String> readAll(JsonNode document) {
        List<String> texts = at.texts(document);
        return (texts.isEmpty() ? List.of("") : texts)
                .stream().map(this::value).filter(text -> !text.isEmpty()).toList();
    }

    private String value(String text) {
        if (values.isEmpty()) {
            return text.isEmpty() ? otherwise : text;
        }
        return values.getOrDefault(text, otherwise);
    }
}
