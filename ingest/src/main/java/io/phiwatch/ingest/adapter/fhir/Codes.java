package io.phiwatch.ingest.adapter.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.JsonPayload;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Reads codes wherever the FHIR versions put them: a code, a Coding, a CodeableConcept, or lists of these. */
final class Codes {
    private Codes() {}

    /** All codes within the nodes, in order. */
    static Set<String> of(JsonNode... nodes) {
        Set<String> codes = new LinkedHashSet<>();
        for (JsonNode node : nodes) {
            collect(node, codes);
        }
        return codes;
    }

    private static void collect(JsonNode node, Set<String> into) {
        if (node.isTextual()) {
            into.add(node.asText().strip());
        } else if (node.isArray()) {
            node.forEach(item -> collect(item, into));
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (field.getKey().equals("code") || field.getKey().equals("coding")) {
                    collect(field.getValue(), into);
                }
            }
        }
        into.remove("");
    }

    /** Code of a node that holds one. */
    static String one(JsonNode node) {
        return of(node).stream().findFirst().orElseGet(() -> JsonPayload.text(node));
    }
}
