package io.phiwatch.ingest.adapter.mapped;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.JsonPayload;
import java.util.ArrayList;
import java.util.List;

/**
 * A way into a document: names with dots between them ({@code user.id}), or a JSON Pointer (RFC 6901, {@code /user/id})
 * where names hold dots. Numbers are places in arrays, {@code *} is every item. Immutable.
 */
record JsonPath(List<String> steps) {
    private static final String EVERY = "*";
    private static final int MOST_FOUND = 10_000;

    JsonPath {
        steps = List.copyOf(steps);
    }

    static JsonPath of(String text) {
        if (text.isEmpty()) {
            return new JsonPath(List.of());
        }
        boolean pointer = text.startsWith("/");
        List<String> steps = new ArrayList<>();
        for (String step : (pointer ? text.substring(1) : text).split(pointer ? "/" : "\\.", -1)) {
            steps.add(pointer ? step.replace("~1", "/").replace("~0", "~") : step);
        }
        return new JsonPath(steps);
    }

    /** Name of the last step that names something. */
    String name() {
        for (int i = steps.size() - 1; i >= 0; i--) {
            boolean place = steps.get(i).equals(EVERY) || steps.get(i).chars().allMatch(c -> c >= '0' && c <= '9');
            if (!place) {
                return steps.get(i);
            }
        }
        return "";
    }

    /** Text of the first value there; empty where there is none. */
    String text(JsonNode document) {
        return texts(document).stream().findFirst().orElse("");
    }

    /** Texts of all values there; an array stands for its items. */
    List<String> texts(JsonNode document) {
        return nodes(document).stream()
                .flatMap(node -> JsonPayload.items(node).stream())
                .map(JsonPayload::text)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** All nodes there. */
    List<JsonNode> nodes(JsonNode document) {
        List<JsonNode> at = List.of(document);
        for (String step : steps) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : at) {
                descend(node, step, next);
            }
            at = next;
        }
        return at;
    }

    private static void descend(JsonNode node, String step, List<JsonNode> into) {
        if (into.size() >= MOST_FOUND) {
            return;
        }
        if (step.equals(EVERY)) {
            node.forEach(into::add);
            return;
        }
        boolean place = node.isArray() && step.length() < 7 && step.matches("\\d+");
        JsonNode found = place ? node.path(Integer.parseInt(step)) : node.path(step);
        if (!found.isMissingNode()) {
            into.add(found);
        }
    }
}
