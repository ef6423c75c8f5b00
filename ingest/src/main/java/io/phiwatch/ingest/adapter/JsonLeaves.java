package io.phiwatch.ingest.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Walks the texts and numbers of a JSON document in order, each under the name of its field, since card numbers and
 * forms' answers stand where nobody expects them. Answers in lists of {@code {"name": …, "value": …}} stand under the
 * name of their question.
 */
final class JsonLeaves {
    /** Values of one document that are handed on. */
    static final int MOST = 5_000;

    private static final String[] NAMES = {"name", "key", "attribute_code", "code"};
    private static final String VALUE = "value";

    private final Taker taker;
    private int taken;

    /** Takes a value; its text is not empty. */
    interface Taker {
        void take(String name, String text);
    }

    private JsonLeaves(Taker taker) {
        this.taker = taker;
    }

    /**
     * Hands on each value.
     *
     * @param name of the field that holds the document; empty where there is none
     */
    static void each(String name, JsonNode document, Taker taker) {
        new JsonLeaves(taker).walk(name, document);
    }

    private void walk(String name, JsonNode node) {
        if (taken >= MOST) {
            return;
        }
        if (node.isArray()) {
            node.forEach(element -> walk(name, element));
        } else if (node.isObject()) {
            String question = node.has(VALUE) ? question(node) : "";
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                boolean answer = !question.isEmpty() && field.getKey().equals(VALUE);
                walk(answer ? question : field.getKey(), field.getValue());
            }
        } else if (!node.isBoolean()) {
            take(name, JsonPayload.text(node));
        }
    }

    private void take(String name, String text) {
        if (!text.isEmpty()) {
            taken++;
            taker.take(name, text);
        }
    }

    private static String question(JsonNode pair) {
        for (String name : NAMES) {
            String question = JsonPayload.text(pair, name);
            if (!question.isEmpty()) {
                return question;
            }
        }
        return "";
    }
}
