package io.phiwatch.ingest.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One document of a delivery in JSON.
 *
 * @param json empty where the bytes are no JSON
 * @param raw its own bytes
 */
public record JsonItem(Optional<JsonNode> json, byte[] raw) {

    /** What is made of a document. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Reads one.
         *
         * @param place names the document among all that the source delivers
         */
        Parsed read(JsonNode json, byte[] raw, String place);
    }

    /** What is made of the documents of a delivery, in order; what is no JSON is rejected. */
    public static List<Parsed> read(List<JsonItem> items, Delivery delivery, Reader reader) {
        List<Parsed> parsed = new ArrayList<>(items.size());
        for (JsonItem item : items) {
            String place = delivery.id() + ':' + parsed.size();
            parsed.add(item.json()
                    .map(json -> reader.read(json, item.raw, place))
                    .orElseGet(() -> new Parsed.Rejected(Parsed.Reason.MALFORMED_JSON, null, item.raw)));
        }
        return parsed;
    }

    /** The items of a body that is one document, an array of them, or a document on each line. */
    public static List<JsonItem> of(byte[] body) {
        Optional<JsonNode> whole = JsonPayload.parse(body);
        if (whole.isPresent()) {
            return of(whole.get(), body);
        }
        List<JsonItem> items = new ArrayList<>();
        for (String line : new String(body, StandardCharsets.UTF_8).split("\n", -1)) {
            byte[] raw = line.strip().getBytes(StandardCharsets.UTF_8);
            if (raw.length > 0) {
                items.add(new JsonItem(JsonPayload.parse(raw), raw));
            }
        }
        return items;
    }

    /** The items of an array, or the document itself. */
    public static List<JsonItem> of(JsonNode document, byte[] body) {
        List<JsonNode> nodes = JsonPayload.items(document);
        return nodes.stream()
                .map(node -> new JsonItem(Optional.of(node), nodes.size() == 1 ? body : JsonPayload.bytes(node)))
                .toList();
    }
}
