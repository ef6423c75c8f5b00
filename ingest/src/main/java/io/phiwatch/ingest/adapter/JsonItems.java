package io.phiwatch.ingest.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON documents of a delivery: one, the elements of an array or of a page of answers, or one a line. */
public final class JsonItems {
    private JsonItems() {}

    /**
     * A document.
     *
     * @param json null where the line is no JSON
     * @param index its place in the delivery, from 0
     */
    public record Item(@Nullable JsonNode json, byte[] raw, int index) {}

    /**
     * The documents, in order; empty where the body isn't even shaped like JSON.
     *
     * @param pages names of fields under which answers to polls list their elements
     */
    public static List<Item> of(Delivery delivery, Set<String> pages) {
        Optional<JsonNode> document = JsonPayload.parse(delivery.body());
        if (document.isPresent()) {
            return elements(document.get(), pages, delivery.body());
        }
        return delivery.text().strip().startsWith("{") ? lines(delivery.text()) : List.of();
    }

    private static List<Item> elements(JsonNode document, Set<String> pages, byte[] body) {
        JsonNode page = page(document, pages);
        List<Item> items = new ArrayList<>();
        for (JsonNode node : JsonPayload.items(page)) {
            items.add(new Item(node, page.isArray() ? JsonPayload.bytes(node) : body, items.size()));
        }
        return items;
    }

    private static JsonNode page(JsonNode document, Set<String> pages) {
        for (String name : pages) {
            if (document.path(name).isArray()) {
                return document.path(name);
            }
        }
        return document;
    }

    private static List<Item> lines(String text) {
        List<Item> items = new ArrayList<>();
        int index = 0;
        for (String line : text.split("\n", -1)) {
            byte[] raw = line.strip().getBytes(StandardCharsets.UTF_8);
            if (raw.length > 0) {
                items.add(new Item(JsonPayload.parse(raw).orElse(null), raw, index));
            }
            index++;
        }
        return items;
    }
}
